using System;
using System.Buffers.Binary;
using System.Linq;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Casm.Instructions;
using Kraken.Fields;
using Xunit;

namespace Kraken.Cairo.Vm.Tests.Execution;

/// <summary>The BLAKE2s instructions against RFC 7693, and what they ask of their cells.</summary>
public sealed class BlakeOpcodeTests
{
    // RFC 7693, section 2.6, the first word with the parameters of 32 bytes of output and no key.
    private static readonly uint[] Initial =
    [
        0x6A09E667 ^ 0x01010020, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19,
    ];

    // RFC 7693, appendix B: BLAKE2s-256 of "abc".
    private const string Digest = "508C5E8C327C14E2E1A72BA34EEB452F37458B209ED63A294D999B4C86675982";

    private static readonly Felt FirstWord = (ulong)BinaryPrimitives.ReadUInt32LittleEndian(Convert.FromHexString(Digest));

    [Fact]
    public void TheLastBlockOfAbcGivesThePublishedDigest()
    {
        (OneStep step, Relocatable output) = Prepare(OpcodeExtension.BlakeFinalize, Initial, 3);
        Assert.Null(step.Run());
        byte[] digest = new byte[32];
        for (int i = 0; i < 8; i++)
        {
            Assert.True(step.Machine.Memory.GetFelt(output + i).TryToUInt64(out ulong word));
            BinaryPrimitives.WriteUInt32LittleEndian(digest.AsSpan(4 * i), (uint)word);
        }

        Assert.Equal(Digest, Convert.ToHexString(digest));
        Assert.Equal((1, 1), (step.Machine.Steps, step.Machine.BlakeSteps));
        Assert.Equal(5, step.Machine.Ap.Offset);
    }

    [Fact]
    public void ABlockThatIsNotTheLastGivesAnother()
    {
        (OneStep step, Relocatable output) = Prepare(OpcodeExtension.Blake, Initial, 3);
        Assert.Null(step.Run());
        Assert.NotEqual(FirstWord, step.Machine.Memory.GetFelt(output));
    }

    [Fact]
    public void WhatStandsInTheOutputIsCheckedInstead()
    {
        (OneStep step, Relocatable output) = Prepare(OpcodeExtension.BlakeFinalize, Initial, 3);
        step.Machine.Memory.Insert(output, FirstWord);
        Assert.Null(step.Run());
        (step, output) = Prepare(OpcodeExtension.BlakeFinalize, Initial, 3);
        step.Machine.Memory.Insert(output + 7, Felt.One);
        Assert.Equal(VmErrorKind.InconsistentMemory, step.Run()?.Kind);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 7)]
    [InlineData(1, 0)]
    [InlineData(1, 15)]
    public void WordsHave32Bits(int table, int index)
    {
        foreach (long value in (long[])[uint.MaxValue, uint.MaxValue + 1L, -1])
        {
            (OneStep step, _) = Prepare(OpcodeExtension.Blake, Initial, 3, (table, index, (Felt)value));
            VmError? error = step.Run();
            Assert.Equal(value == uint.MaxValue ? null : VmErrorKind.BlakeOperand, error?.Kind);
            Assert.Equal(value == uint.MaxValue, error is null);
            if (error is not null)
            {
                Assert.StartsWith($"expected a 32-bit word at {2 + table}:{index}, got ", error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void TheCounterHas32BitsAndTablesAreWhole()
    {
        Assert.Equal(VmErrorKind.BlakeOperand, Prepare(OpcodeExtension.Blake, Initial, 1L << 32).Step.Run()?.Kind);
        Assert.Null(Prepare(OpcodeExtension.Blake, Initial, uint.MaxValue).Step.Run());
        Assert.Equal(VmErrorKind.UnknownMemoryCell, Prepare(OpcodeExtension.Blake, Initial[..7], 3).Step.Run()?.Kind);
        OneStep step = new(Instruction(OpcodeExtension.Blake), Felt.One, Felt.One, Felt.One, Felt.One);
        Assert.Equal(VmErrorKind.ExpectedRelocatable, step.Run()?.Kind);
    }

    private static DecodedInstruction Instruction(OpcodeExtension extension) => new(
        -2, -4, -3, true, true, Op1Source.FP, ResLogic.Op1, PcUpdate.Regular, ApUpdate.AddOne, Opcode.Nop, extension);

    private static (OneStep Step, Relocatable Output) Prepare(
        OpcodeExtension extension, uint[] state, long count, (int Table, int Index, Felt Value)? changed = null)
    {
        Relocatable[] tables = [new(2, 0), new(3, 0), new(4, 0)];
        OneStep step = new(Instruction(extension), tables[0], tables[1], (Felt)count, Felt.Zero);
        VmMemory memory = step.Machine.Memory;
        Array.ForEach(tables, _ => memory.AddSegment());
        memory.Insert(step.Machine.Ap, tables[2]);
        uint[] message = [0x00636261, .. new uint[15]];
        Felt[][] words = [[.. state.Select(w => (Felt)(ulong)w)], [.. message.Select(w => (Felt)(ulong)w)]];
        if (changed is { } change)
        {
            words[change.Table][change.Index] = change.Value;
        }

        memory.Load(tables[0], words[0]);
        memory.Load(tables[1], words[1]);
        return (step, tables[2]);
    }
}
