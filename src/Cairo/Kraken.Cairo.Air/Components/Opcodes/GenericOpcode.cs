using Kraken.Air;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Casm.Instructions;

namespace Kraken.Cairo.Air.Components.Opcodes;

/// <summary>Any instruction without extension: everything is decoded, read and computed, and flags select what counts.</summary>
internal sealed class GenericOpcode : OpcodeDefinition
{
    public override string Name => "generic_opcode";

    protected override CasmState Step(AirBuilder b, CasmState state)
    {
        GenericInstruction code = GenericInstruction.Decode(b, state.Pc);
        GenericOperands operands = GenericOperands.Evaluate(b, state, code);
        HandleAssertions(b, code, operands);
        HandleRet(b, code);
        HandleCall(b, state, code, operands);
        return GenericRegisters.Update(b, state, code, operands);
    }

    private static void HandleAssertions(AirBuilder b, GenericInstruction code, GenericOperands operands)
    {
        for (int i = 0; i < FeltLimbs.Count; i++)
        {
            b.Constrain(code[InstructionBit.AssertEq] * (operands.Res[i] - operands.Dst[i]));
        }
    }

    private static void HandleRet(AirBuilder b, GenericInstruction code)
    {
        Expr ret = code[InstructionBit.Ret];
        b.Constrain(ret * (code.Dst + 2));
        b.Constrain(ret * (code.Op1 + 1));
        b.Constrain(ret * (4 - code[InstructionBit.Jump] - code[InstructionBit.DstFp] - code[InstructionBit.Op1Fp] - code.ResOp1));
    }

    private static void HandleCall(AirBuilder b, CasmState state, GenericInstruction code, GenericOperands operands)
    {
        Expr call = code[InstructionBit.Call];
        b.Constrain(call * code.Dst);
        b.Constrain(call * (1 - code.Op0));
        b.Constrain(call * (code[InstructionBit.Op0Fp] + code[InstructionBit.DstFp]));
        b.Constrain(call * (b.AsAddressIf(operands.Dst, call) - state.Fp));
        b.Constrain(call * (b.AsAddressIf(operands.Op0, call) - (state.Pc + code.Size)));
    }
}
