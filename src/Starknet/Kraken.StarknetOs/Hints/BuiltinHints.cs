using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.BlockProof.Witness;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;

namespace Kraken.StarknetOs.Hints;

/// <summary>The hints that choose the builtins of an entry point, and put back where they stand after it.</summary>
internal static class BuiltinHints
{
    private const string Left = "n_selected_builtins";

    public static IReadOnlyDictionary<string, HintFactory> All { get; } = new Dictionary<string, HintFactory>
    {
        ["UpdateBuiltinPtrs"] = Update,
        ["aa184338ebcda1c9e8984a6471bad15b"] = ids =>
        {
            HintId count = ids["n_selected_builtins"];
            return r => r.Scopes.Enter((Left, HintRun.Count(count.Felt(r))));
        },
        ["c2be52ecba3d3958f35153a7491cd46c"] = ids =>
        {
            (HintId selected, HintId all, HintId isSelected) = (ids["selected_encodings"], ids["all_encodings"], ids["select_builtin"]);
            return r =>
            {
                int left = r.Scopes.Get<int>(Left);
                bool found = left > 0 && r.Memory.Get(selected.Pointer(r)) == r.Memory.Get(all.Pointer(r));
                r.Scopes.Set(Left, found ? left - 1 : left);
                isSelected.Set(r, found);
            };
        },
        ["867134561c029b2ee7ac4f972a98ff47"] = _ => r => r.SetAp(r.Memory.AddSegment()),
    };

    private static Action<HintRun> Update(HintBinder ids)
    {
        (HintId encodings, HintId count) = (ids["builtin_params.builtin_encodings"], ids["n_builtins"]);
        (HintId selected, HintId selectedCount) = (ids["selected_encodings"], ids["n_selected_builtins"]);
        (HintId before, HintId returned, HintId result) = (ids["builtin_ptrs"], ids["selected_ptrs"], ids["return_builtin_ptrs"]);
        return r =>
        {
            HashSet<Felt> chosen = [.. r.Memory.GetFelts(selected.Pointer(r), HintRun.Count(selectedCount.Felt(r)))];
            Felt[] all = r.Memory.GetFelts(encodings.Pointer(r), HintRun.Count(count.Felt(r)));
            (Relocatable old, Relocatable next) = (before.Pointer(r), returned.Pointer(r));
            int taken = 0;
            result.Set(r, r.Memory.Place(all.Select(
                (name, i) => chosen.Contains(name) ? r.Memory.Get(next + taken++) : r.Memory.Get(old + i)).ToArray()));
        };
    }
}
