using System.Collections.Generic;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;
using Kraken.StarknetOs.Runs;

namespace Kraken.StarknetOs.Hints;

/// <summary>The hints of calls, and of what they cost.</summary>
internal static class CallHints
{
    public static IReadOnlyDictionary<string, HintFactory> Over(OsRunState state) => new Dictionary<string, HintFactory>
    {
        // Classes of Cairo 0 and those that are metered by steps are refused before the run.
        ["CheckIsDeprecated"] = ids =>
        {
            HintId isDeprecated = ids["is_deprecated"];
            return r => isDeprecated.Set(r, false);
        },
        ["IsSierraGasMode"] = ids =>
        {
            HintId isSierraGas = ids["is_sierra_gas_mode"];
            return r => isSierraGas.Set(r, true);
        },
        ["SetSyscallPtr"] = _ => _ => { },
        ["EnterScopeSyscallHandler"] = ids =>
        {
            HintId info = ids["execution_context.execution_info"];
            return r =>
            {
                state.BeginCode(info.Pointer(r));
                r.Scopes.Enter();
            };
        },
        ["CheckExecutionAndExitCall"] = _ => _ => HintRun.Require(
            state.Code.AreAnswersTaken, "AnswerLeft", "the native run made further system calls"),
        ["GenerateDummyOsOutputSegment"] = ids =>
        {
            HintId outputs = ids["outputs"];
            return r =>
            {
                Relocatable start = r.Memory.AddSegment();
                r.Memory.Load(start, [r.Memory.AddSegment(), Felt.Zero]);
                outputs.Set(r, start);
            };
        },
        ["FillHolesInRc96Segment"] = ids =>
        {
            HintId end = ids["range_check96_ptr"];
            return r =>
            {
                // Circuits leave holes, in which any number may stand.
                for (Relocatable at = end.Pointer(r) with { Offset = 0 }; at.Offset < end.Pointer(r).Offset; at += 1)
                {
                    if (r.Memory.Get(at).IsEmpty)
                    {
                        r.Memory.Insert(at, Felt.Zero);
                    }
                }
            };
        },
        [RelocateSegment] = ids =>
        {
            (HintId source, HintId destination) = (ids["src_ptr"], ids["dest_ptr"]);
            return r =>
            {
                // Neither is an address where a deployment without a constructor gave nothing back.
                if (source.Get(r) is { IsAddress: true } place)
                {
                    r.Memory.AddRelocationRule(place.Address, destination.Pointer(r));
                }
            };
        },
    };

    // memory.relocate_segment of the library.
    private const string RelocateSegment = "9750d10dfaaa9aab83d6bfae7de0d283";
}
