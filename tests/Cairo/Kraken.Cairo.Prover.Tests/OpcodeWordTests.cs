using System;
using Kraken.Cairo.Prover.Adapter;
using Kraken.Cairo.Prover.Witness;
using Kraken.Casm.Instructions;
using Xunit;

namespace Kraken.Cairo.Prover.Tests;

/// <summary>
/// Instruction words and their components: those of the Cairo manual by their encodings, each one's nearest neighbours, and words that no
/// component proves.
/// </summary>
public sealed class OpcodeWordTests
{
    // Words of compiled programs: name, word.
    [Theory]
    [InlineData("ret", 0x208b7fff7fff7ffe, nameof(OpcodeKind.Ret))]
    [InlineData("ap += imm", 0x040780017fff7fff, nameof(OpcodeKind.AddAp))]
    [InlineData("jmp rel imm", 0x010780017fff7fff, nameof(OpcodeKind.JumpRelativeImmediate))]
    [InlineData("call rel imm", 0x1104800180018000, nameof(OpcodeKind.CallRelativeImmediate))]
    [InlineData("[ap] = imm; ap++", 0x480680017fff8000, nameof(OpcodeKind.AssertImmediate))]
    [InlineData("[ap] = [fp - 3]; ap++", 0x480a7ffd7fff8000, nameof(OpcodeKind.Assert))]
    [InlineData("[ap] = [ap - 2] + [ap - 1]; ap++", 0x48307fff7ffe8000, nameof(OpcodeKind.Add))]
    [InlineData("[ap] = [ap - 2] * [ap - 1]; ap++", 0x48507fff7ffe8000, nameof(OpcodeKind.Multiply))]
    [InlineData("jmp rel imm if [ap - 1] != 0", 0x020680017fff7fff, nameof(OpcodeKind.ConditionalJump))]
    public void CompiledWords(string name, ulong word, string kind)
    {
        Assert.NotEmpty(name);
        Assert.Equal(kind, new OpcodeWord(word).Classify().ToString());
    }

    [Theory]
    [InlineData(0x208b7fff7fff7ffe)]
    [InlineData(0x48307fff7ffe8000)]
    public void OffsetsAndFlagsAreRead(ulong word)
    {
        OpcodeWord read = new(word);
        Assert.Equal((int)(word & 0xffff) - 0x8000, read.Offset0);
        Assert.Equal((int)((word >> 16) & 0xffff) - 0x8000, read.Offset1);
        Assert.Equal((int)((word >> 32) & 0xffff) - 0x8000, read.Offset2);
        Assert.Equal((int)(word >> 48), read.Flags);
        Assert.Equal(0u, read.Extension);
    }

    /// <summary>A return with another offset, or without one of its flags, is a generic instruction.</summary>
    [Fact]
    public void ANearReturnIsGeneric()
    {
        const ulong Ret = 0x208b7fff7fff7ffe;
        foreach (ulong word in (ulong[])[Ret + 1, Ret - 1, Ret + (1ul << 16), Ret + (1ul << 32), Ret ^ (1ul << 49)])
        {
            Assert.Equal(OpcodeKind.Generic, new OpcodeWord(word).Classify());
        }
    }

    [Theory]
    [InlineData(InstructionFlags.AssertEq | InstructionFlags.Op0Fp)]
    [InlineData(InstructionFlags.AssertEq)]
    public void AnAssertionWithoutASourceIsADoubleDereference(int flags) =>
        Assert.Equal(OpcodeKind.AssertDoubleDeref, Word(flags, 0, 3, 4).Classify());

    [Theory]
    [InlineData(InstructionFlags.AssertEq | InstructionFlags.Add | InstructionFlags.Op1Fp | InstructionFlags.Op1Ap)]
    [InlineData(InstructionFlags.AssertEq | InstructionFlags.Mul | InstructionFlags.Op1Imm | InstructionFlags.Op1Ap)]
    [InlineData(InstructionFlags.AssertEq | InstructionFlags.Add)]
    [InlineData(InstructionFlags.AssertEq | InstructionFlags.Op0Fp | InstructionFlags.Op1Imm | InstructionFlags.Op1Fp)]
    public void WordsWithTwoSourcesOrNoneAreRefused(int flags)
    {
        ProvingException error = Assert.Throws<ProvingException>(() => Word(flags, 0, -1, 1).Classify());
        Assert.Contains("has no component", error.Message, StringComparison.Ordinal);
    }

    /// <summary>An immediate lies in the next cell; from any other place it is malformed.</summary>
    [Fact]
    public void ImmediatesComeFromTheNextCell()
    {
        const int Flags = InstructionFlags.AssertEq | InstructionFlags.Op0Fp | InstructionFlags.Op1Imm;
        Assert.Equal(OpcodeKind.AssertImmediate, Word(Flags, 0, -1, 1).Classify());
        Assert.Throws<ProvingException>(() => Word(Flags, 0, -1, 2).Classify());
        Assert.Throws<ProvingException>(() => Word(Flags | InstructionFlags.Add, 0, -1, 0).Classify());
    }

    [Fact]
    public void ExtensionsAreOneToThree()
    {
        Assert.Equal(OpcodeKind.Blake, Extended(1, InstructionFlags.Op1Ap).Classify());
        Assert.Equal(OpcodeKind.Blake, Extended(2, InstructionFlags.Op1Fp | InstructionFlags.ApAddOne).Classify());
        Assert.Equal(
            OpcodeKind.SecureField,
            Extended(3, InstructionFlags.AssertEq | InstructionFlags.Add | InstructionFlags.Op1Ap).Classify());
        foreach (OpcodeWord word in (OpcodeWord[])
        [
            Extended(1, 0), Extended(1, InstructionFlags.Op1Fp | InstructionFlags.Op1Ap),
            Extended(2, InstructionFlags.Jump | InstructionFlags.Op1Ap),
            Extended(3, InstructionFlags.AssertEq | InstructionFlags.Op1Ap), Extended(3, InstructionFlags.Add | InstructionFlags.Op1Ap),
            Extended(3, InstructionFlags.AssertEq | InstructionFlags.Add | InstructionFlags.Mul | InstructionFlags.Op1Ap),
            Extended(4, InstructionFlags.Op1Ap), Extended(uint.MaxValue, InstructionFlags.Op1Ap),
        ])
        {
            Assert.Throws<ProvingException>(() => word.Classify());
        }
    }

    private static OpcodeWord Word(int flags, int offset0, int offset1, int offset2) => new(
        (ushort)(offset0 + 0x8000) | ((ulong)(ushort)(offset1 + 0x8000) << 16) | ((ulong)(ushort)(offset2 + 0x8000) << 32)
        | ((ulong)(uint)flags << 48));

    private static OpcodeWord Extended(uint extension, int flags) => new(Word(flags, 0, 0, 0).Word | ((UInt128)extension << 63));
}
