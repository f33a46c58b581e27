using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Kraken.Casm.Instructions;
using Kraken.Fields;
using Xunit;

namespace Kraken.Casm.Tests.Instructions;

/// <summary>Instruction words against genuine bytecode and against the rules of their flag groups.</summary>
public sealed class InstructionWordTests
{
    [Fact]
    public void GenuineBytecodeDecodesAndEncodesAgain()
    {
        int count = 0;
        foreach (Felt[] bytecode in Bytecodes())
        {
            // Code is contiguous until the first constant segment, which starts behind a final ret; walk as far as words decode.
            for (int pc = 0; pc < bytecode.Length
                && InstructionWord.TryDecode(bytecode[pc], out DecodedInstruction i) == InstructionError.None; pc += i.Size)
            {
                Assert.Equal(bytecode[pc], (Felt)InstructionWord.Encode(i));
                count++;
            }
        }

        Assert.True(count > 40_000, $"{count} instructions");
    }

    [Theory]
    [InlineData("0x208b7fff7fff7ffe", Opcode.Ret, ApUpdate.Regular, PcUpdate.Jump)]
    [InlineData("0x1104800180018000", Opcode.Call, ApUpdate.AddTwo, PcUpdate.JumpRelative)]
    [InlineData("0x480680017fff8000", Opcode.AssertEq, ApUpdate.AddOne, PcUpdate.Regular)]
    [InlineData("0x20680017fff7fff", Opcode.Nop, ApUpdate.Regular, PcUpdate.JumpNonZero)]
    public void WellKnownWordsHaveTheirMeaning(string word, Opcode opcode, ApUpdate ap, PcUpdate pc)
    {
        Assert.Equal(InstructionError.None, InstructionWord.TryDecode(Felt.Parse(word), out DecodedInstruction i));
        Assert.Equal((opcode, ap, pc), (i.Opcode, i.Ap, i.Pc));
    }

    [Fact]
    public void EveryAcceptedWordEncodesToItself()
    {
        Gen<UInt128> words =
            Gen.Choose(0, 0x7fff).SelectMany(flags => Gen.Choose(0, 5).SelectMany(extension => Gen.Choose(0, 0xffff).Three().Select(o =>
            (UInt128)o.Item1 | ((UInt128)o.Item2 << 16) | ((UInt128)o.Item3 << 32) | ((UInt128)flags << 48) | ((UInt128)extension << 63))));
        Prop.ForAll(words.ToArbitrary(), word =>
            InstructionWord.TryDecode(word, out DecodedInstruction i) != InstructionError.None || InstructionWord.Encode(i) == word)
            .QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(3 << 2, 0, InstructionError.Op1Source)]
    [InlineData(3 << 7, 0, InstructionError.PcUpdate)]
    [InlineData(3 << 5, 0, InstructionError.ResLogic)]
    [InlineData((4 << 7) | (1 << 5), 0, InstructionError.ResLogic)]
    [InlineData(3 << 12, 0, InstructionError.Opcode)]
    [InlineData(1 << 12, 0, InstructionError.Opcode)]
    [InlineData(2 << 12, 0, InstructionError.Opcode)]
    [InlineData(3 << 10, 0, InstructionError.ApUpdate)]
    [InlineData((1 << 12) | (1 << 10), 0, InstructionError.ApUpdate)]
    [InlineData(0, 4, InstructionError.Extension)]
    [InlineData(0, 1, InstructionError.BlakeFlags)]
    [InlineData((2 << 2) | (1 << 10), 2, InstructionError.BlakeFlags)]
    [InlineData(2 << 2, 1, InstructionError.None)]
    [InlineData(4 << 12, 3, InstructionError.QM31Flags)]
    [InlineData((4 << 12) | (1 << 5) | (1 << 2), 3, InstructionError.None)]
    public void FlagsWithoutMeaningAreRefused(int flags, int extension, InstructionError expected)
    {
        UInt128 word = ((UInt128)flags << 48) | ((UInt128)extension << 63) | 0x8000_8000_8000;
        Assert.Equal(expected, InstructionWord.TryDecode(word, out _));
    }

    [Fact]
    public void WordsOfMoreThan128BitsAreRefused()
    {
        Assert.Equal(InstructionError.TooWide, InstructionWord.TryDecode(Felt.MinusOne, out _));
    }

    private static IEnumerable<Felt[]> Bytecodes()
    {
        foreach (string file in Directory.EnumerateFiles(
            DataFiles.Folder("cairo", "starknet_contracts_cairo"), "*.json", SearchOption.AllDirectories))
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
            if (document.RootElement.TryGetProperty("bytecode", out JsonElement bytecode))
            {
                yield return bytecode.EnumerateArray().Select(word => Felt.Parse(word.GetString()!)).ToArray();
            }
        }
    }
}
