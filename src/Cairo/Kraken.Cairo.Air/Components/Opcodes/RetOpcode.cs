using Kraken.Air;
using Kraken.Cairo.Air.Components.Subroutines;

namespace Kraken.Cairo.Air.Components.Opcodes;

/// <summary>ret: pops pc and fp from the frame.</summary>
internal sealed class RetOpcode : OpcodeDefinition
{
    private static readonly InstructionPattern Pattern = new("11 010 00 100 00 010", -2, -1, -1);

    public override string Name => "ret_opcode";

    protected override CasmState Step(AirBuilder b, CasmState state)
    {
        Instruction.Decode(b, state.Pc, Pattern);
        Expr pc = b.ReadAddress(state.Fp - 1, "next_pc");
        Expr fp = b.ReadAddress(state.Fp - 2, "next_fp");
        return new(pc, state.Ap, fp);
    }
}
