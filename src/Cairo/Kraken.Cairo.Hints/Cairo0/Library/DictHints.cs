using System.Collections.Generic;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;

namespace Kraken.Cairo.Hints.Cairo0.Library;

/// <summary>Dictionaries of dict.cairo.</summary>
internal static class DictHints
{
    private const string Manager = "__dict_manager";
    private const string Initial = "initial_dict";

    public static readonly (string Name, HintFactory Factory)[] All =
    [
        ("DICT_NEW", _ => r =>
        {
            r.SetAp(ManagerOf(r).Add(r.Memory, r.Scopes.Get<Dictionary<MaybeRelocatable, MaybeRelocatable>>(Initial), null));
            r.Scopes.Remove(Initial);
        }),
        ("DEFAULT_DICT_NEW", ids =>
        {
            HintId value = ids["default_value"];
            return r => r.SetAp(ManagerOf(r).Add(r.Memory, [], value.Get(r)));
        }),
        ("DICT_READ", ids =>
        {
            (HintId pointer, HintId key, HintId value) = (ids["dict_ptr"], ids["key"], ids["value"]);
            int size = ids.SizeOf("DictAccess");
            return r =>
            {
                TrackedDict dict = ManagerOf(r).At(pointer.Pointer(r));
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
                TrackedDict dict = ManagerOf(r).At(pointer.Pointer(r));
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
                TrackedDict dict = ManagerOf(r).At(pointer.Pointer(r));
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
                DictTable manager = ManagerOf(r);
                r.Scopes.Enter(
                    (Manager, manager), (Initial, new Dictionary<MaybeRelocatable, MaybeRelocatable>(manager.At(end.Pointer(r)).Data)));
            };
        }),
        ("DICT_SQUASH_UPDATE_PTR", ids =>
        {
            (HintId start, HintId end) = (ids["squashed_dict_start"], ids["squashed_dict_end"]);
            return r => ManagerOf(r).At(start.Pointer(r)).Current = end.Pointer(r);
        }),
    ];

    private static DictTable ManagerOf(HintRun run)
    {
        if (!run.Scopes.TryGet(Manager, out DictTable? manager))
        {
            manager = new DictTable();
            run.Scopes.Set(Manager, manager);
        }

        return manager;
    }

    private sealed class TrackedDict(Dictionary<MaybeRelocatable, MaybeRelocatable> data, MaybeRelocatable? defaultValue, Relocatable start)
    {
        public Dictionary<MaybeRelocatable, MaybeRelocatable> Data => data;

        public Relocatable Current { get; set; } = start;

        /// <summary>A key's value; a default dictionary keeps the default once it was read.</summary>
        public MaybeRelocatable Get(MaybeRelocatable key)
        {
            if (!data.TryGetValue(key, out MaybeRelocatable value))
            {
                value = defaultValue ?? throw new HintException("NoValueForKey", $"No value found for key: {key}");
                data.Add(key, value);
            }

            return value;
        }
    }

    private sealed class DictTable
    {
        private readonly Dictionary<int, TrackedDict> dicts = [];

        public Relocatable Add(VmMemory memory, Dictionary<MaybeRelocatable, MaybeRelocatable> data, MaybeRelocatable? defaultValue)
        {
            Relocatable start = memory.AddSegment();
            dicts.Add(start.Segment, new TrackedDict(data, defaultValue, start));
            return start;
        }

        public TrackedDict At(Relocatable pointer)
        {
            TrackedDict dict = dicts.TryGetValue(pointer.Segment, out TrackedDict? found)
                ? found
                : throw new HintException("NoDictTracker", $"Dict Error: No dict tracker found for segment {pointer.Segment}");
            return dict.Current == pointer
                ? dict
                : throw new HintException("MismatchedDictPtr", $"Wrong dict pointer supplied. Got {pointer}, expected {dict.Current}.");
        }
    }
}
