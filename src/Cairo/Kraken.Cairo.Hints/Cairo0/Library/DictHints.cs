using System;
using System.Collections.Generic;
using Kraken.Cairo.Vm.Memory;

namespace Kraken.Cairo.Hints.Cairo0.Library;

/// <summary>Dictionaries of dict.cairo.</summary>
internal static class DictHints
{
    private const string Initial = HintDictionaries.Initial;

    // An entry of a dictionary takes about as much room as three cells, as many as the access has that is written for it.
    private const int CellsOfEntry = 3;

    public static readonly (string Name, HintFactory Factory)[] All =
    [
        ("DICT_NEW", _ => r =>
        {
            HintDictionaries dicts = HintDictionaries.Of(r);
            r.SetAp(r.Scopes.TryGet(Initial, out Func<MaybeRelocatable, MaybeRelocatable>? initial)
                ? dicts.Add(r.Memory, [], initial)
                : dicts.Add(r.Memory, r.Scopes.Get<Dictionary<MaybeRelocatable, MaybeRelocatable>>(Initial), null));
            r.Scopes.Remove(Initial);
        }),
        ("DEFAULT_DICT_NEW", ids =>
        {
            HintId value = ids["default_value"];
            return r =>
            {
                MaybeRelocatable initial = value.Get(r);
                r.SetAp(HintDictionaries.Of(r).Add(r.Memory, [], _ => initial));
            };
        }),
        ("DICT_READ", ids =>
        {
            (HintId pointer, HintId key, HintId value) = (ids["dict_ptr"], ids["key"], ids["value"]);
            int size = ids.SizeOf("DictAccess");
            return r =>
            {
                HintDictionary dict = HintDictionaries.Of(r).At(pointer.Pointer(r));
                dict.Current += size;
                value.Set(r, dict.Get(key.Get(r)));
            };
        }),
        ("DICT_WRITE", ids =>
        {
            (HintId pointer, HintId key, HintId value, HintId previous) =
                (ids["dict_ptr"], ids["key"], ids["new_value"], ids["dict_ptr.prev_value"]);
            int size = ids.SizeOf("DictAccess");
            return r =>
            {
                HintDictionary dict = HintDictionaries.Of(r).At(pointer.Pointer(r));
                dict.Current += size;
                previous.Set(r, dict.Get(key.Get(r)));
                dict.Data[key.Get(r)] = value.Get(r);
            };
        }),
        ("DICT_UPDATE", ids =>
        {
            (HintId pointer, HintId key, HintId previous, HintId value) =
                (ids["dict_ptr"], ids["key"], ids["prev_value"], ids["new_value"]);
            int size = ids.SizeOf("DictAccess");
            return r =>
            {
                HintDictionary dict = HintDictionaries.Of(r).At(pointer.Pointer(r));
                MaybeRelocatable current = dict.Get(key.Get(r));
                HintRun.Require(
                    current == previous.Get(r),
                    "WrongPrevValue",
                    $"Wrong previous value in dict. Got {previous.Get(r)}, expected {current}.");
                dict.Data[key.Get(r)] = value.Get(r);
                dict.Current += size;
            };
        }),
        ("DICT_SQUASH_COPY_DICT", ids =>
        {
            HintId end = ids["dict_accesses_end"];
            return r =>
            {
                HintDictionaries dicts = HintDictionaries.Of(r);
                Dictionary<MaybeRelocatable, MaybeRelocatable> data = dicts.At(end.Pointer(r)).Data;

                // The copy is no cell, and a dictionary that is made of it stays.
                r.Memory.Account(CellsOfEntry * (long)data.Count);
                r.Scopes.Enter((HintDictionaries.Name, dicts), (Initial, new Dictionary<MaybeRelocatable, MaybeRelocatable>(data)));
            };
        }),
        ("DICT_SQUASH_UPDATE_PTR", ids =>
        {
            (HintId start, HintId end) = (ids["squashed_dict_start"], ids["squashed_dict_end"]);
            return r => HintDictionaries.Of(r).At(start.Pointer(r)).Current = end.Pointer(r);
        }),
    ];
}
