using Kraken.Air;
using Kraken.Cairo.Air.Relations;

namespace Kraken.Cairo.Air.Components.Opcodes;

/// <summary>An opcode: a row is one step, which uses the state before it and yields the state after it.</summary>
internal abstract class OpcodeDefinition : AirDefinition
{
    public sealed override RowPadding Padding => RowPadding.Enabler;

    public sealed override void Define(AirBuilder builder)
    {
        CasmState state = new(builder.Input("pc"), builder.Input("ap"), builder.Input("fp"));
        CasmState next = Step(builder, state);
        builder.UseUnfed(CairoRelations.Opcodes, state.Pc, state.Ap, state.Fp);
        builder.Yield(CairoRelations.Opcodes, next.Pc, next.Ap, next.Fp);
    }

    /// <summary>Describes the step.</summary>
    /// <returns>The next state.</returns>
    protected abstract CasmState Step(AirBuilder b, CasmState state);
}
