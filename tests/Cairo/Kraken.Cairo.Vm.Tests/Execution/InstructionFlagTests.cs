using System;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;
using Xunit;

namespace Kraken.Cairo.Vm.Tests.Execution;

/// <summary>Every combination of the 15 flags and of the extensions: the machine takes those that the instruction set has.</summary>
public sealed class InstructionFlagTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(1 << 20)]
    public void TheMachineTakesTheInstructionsThereAre(int extension)
    {
        int taken = 0;
        for (int flags = 0; flags < 1 << 15; flags++)
        {
            // The offsets that call and ret ask for, where the opcode bits are theirs; an immediate is at pc + 1.
            int opcode = flags >> 12;
            (int dst, int op0, int op1) = opcode switch { 1 => (0, 1, 1), 2 => (-2, -1, -1), _ => (0, -1, 1) };
            UInt128 word = (UInt128)(dst + 0x8000) | ((UInt128)(op0 + 0x8000) << 16) | ((UInt128)(op1 + 0x8000) << 32)
                | ((UInt128)flags << 48) | ((UInt128)extension << 63);
            bool expected = IsInstruction(flags, extension);
            bool got = Decodes(word);
            Assert.True(expected == got, $"flags {flags:b15}, extension {extension}: {(expected ? "an instruction" : "none")}");
            taken += got ? 1 : 0;
        }

        Assert.Equal(extension switch { 0 => taken, 1 or 2 => 16, 3 => 48, _ => 0 }, taken);
        Assert.True(extension > 0 || taken > 500, $"{taken} instructions");
    }

    // The instruction set in words: each group of flags has at most one bit, res is none of a conditional jump, and so on.
    private static bool IsInstruction(int flags, int extension)
    {
        bool Bit(int bit) => ((flags >> bit) & 1) != 0;
        bool dstFp = Bit(0), op0Fp = Bit(1), immediate = Bit(2), op1Fp = Bit(3), op1Ap = Bit(4), add = Bit(5), mul = Bit(6);
        bool jump = Bit(7), relative = Bit(8), conditional = Bit(9), apAdd = Bit(10), apAdd1 = Bit(11), call = Bit(12), ret = Bit(13),
            assert = Bit(14);
        bool AtMostOne(params bool[] bits) => Array.FindAll(bits, b => b).Length <= 1;
        if (!AtMostOne(immediate, op1Fp, op1Ap) || !AtMostOne(add, mul) || !AtMostOne(jump, relative, conditional)
            || !AtMostOne(apAdd, apAdd1) || !AtMostOne(call, ret, assert) || (conditional && (add || mul)))
        {
            return false;
        }

        bool straight = !jump && !relative && !conditional && !apAdd;
        bool nop = !call && !ret && !assert;
        return extension switch
        {
            0 => call ? !dstFp && !op0Fp && !apAdd && !apAdd1 : !ret || (dstFp && op1Fp && !add && !mul && jump),
            1 or 2 => straight && nop && (op1Fp || op1Ap) && !add && !mul,
            3 => straight && assert && (immediate || op1Fp || op1Ap) && (add || mul),
            _ => false,
        };
    }

    private static bool Decodes(UInt128 word)
    {
        VirtualMachine machine = new(new VmMemory());
        machine.Memory.Insert(new Relocatable(0, 0), Felt.FromBigInteger((System.Numerics.BigInteger)word));
        machine.Ap = machine.Fp = new Relocatable(1, 8);
        return machine.RunSteps(1, NoHints.Instance, null)?.Kind != VmErrorKind.InvalidInstruction;
    }
}
