using System.Collections.Generic;
using Kraken.Casm.Assembly;
using Kraken.Casm.Building;
using Kraken.Sierra.ToCasm.Assembly;

namespace Kraken.Sierra.ToCasm.Libfuncs;

/// <summary>Code for jumps, alignment and debugging.</summary>
internal static class FlowLibfuncs
{
    /// <summary>What this family emits, by generic library function.</summary>
    public static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("branch_align", BranchAlign), new("jump", Jump), new("unsafe_panic", UnsafePanic), new("drop", Nothing),
        new("revoke_ap_tracking", Nothing), new("enable_ap_tracking", Nothing), new("disable_ap_tracking", Nothing),
        new("coupon_refund", Nothing),
    ];

    public static Emission BranchAlign(InvocationContext context)
    {
        int cells = context.Metadata.ApChanges.Alignments[context.Index];
        return new Emission(cells > 0 ? [CasmInstruction.AddAp(cells)] : [], [], [[]]);
    }

    public static Emission Jump(InvocationContext context) => new(
        [CasmInstruction.Jump(CellExpression.Immediate(0))], [new Relocation(0, RelocationKind.Statement, context.Target(0))], [[]]);

    public static Emission Nothing(InvocationContext context) => InvocationContext.Nothing();

    public static Emission UnsafePanic(InvocationContext context)
    {
        CasmBuilder c = new();
        c.Fail();
        return context.Finish(c);
    }
}
