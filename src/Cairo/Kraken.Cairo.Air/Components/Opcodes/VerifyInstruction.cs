using Kraken.Air;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Cairo.Air.Relations;

namespace Kraken.Cairo.Air.Components.Opcodes;

/// <summary>Checks a decoded instruction against the memory; one row per pc, with the number of steps that executed it.</summary>
internal sealed class VerifyInstruction : AirDefinition
{
    public override string Name => "verify_instruction";

    public override RowPadding Padding => RowPadding.Multiplicity;

    public override void Define(AirBuilder builder)
    {
        Expr pc = builder.Input("pc");
        Expr[] offsets = builder.Inputs("offset", 3);
        Expr flagsLow = builder.Input("inst_felt5_high");
        Expr flagsHigh = builder.Input("inst_felt6");
        Expr extension = builder.Input("opcode_extension");
        Expr[] limbs = builder.EncodeOffsets(offsets[0], offsets[1], offsets[2]);
        builder.VerifyValue(pc, [.. limbs[..5], limbs[5] + flagsLow, flagsHigh, extension], "instruction");
        builder.YieldTimes(
            builder.RowMultiplicity, CairoRelations.VerifyInstruction, [pc, .. offsets, flagsLow, flagsHigh, extension]);
    }
}
