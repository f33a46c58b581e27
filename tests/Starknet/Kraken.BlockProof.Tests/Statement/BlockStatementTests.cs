using System;
using System.Linq;
using Kraken.BlockProof.Statement;
using Kraken.Fields;
using Kraken.Starknet.Receipts;
using Xunit;

namespace Kraken.BlockProof.Tests.Statement;

/// <summary>The output of the block program: what is written is read, and nothing else is.</summary>
public sealed class BlockStatementTests
{
    private static readonly BlockStatement Sample = Statement(first: 14, count: 12);

    [Fact]
    public void WhatIsWrittenIsRead()
    {
        foreach (BlockStatement statement in (BlockStatement[])[Sample, Statement(1, 1), Statement(3, 9), Statement(9, 2)])
        {
            Felt[] output = [.. statement.ToFelts()];
            Assert.True(BlockStatement.TryParse(output, out BlockStatement? read, out StatementError? error), error?.ToString());
            Assert.Equal(output, read.ToFelts());
            Assert.Equal(statement.Blocks, read.Blocks);
            Assert.Equal(statement.MessagesToL2, read.MessagesToL2);
            Assert.Equal(2, read.MessagesToL1[0].Payload.Length);
        }
    }

    [Fact]
    public void TheFirstFeltsAreThoseOfTheLayout()
    {
        Felt[] output = [.. Statement(20, 2).ToFelts()];
        Assert.Equal(
            [Felt.FromShortString("KRAKEN_BLOCKS1"), 20, 21, 501, 1021, 601, 602, 603, 2, 1020, 510, 5, 1, 1021, 511, 5, 1],
            output[..17]);
        Assert.Equal([9, 31, 32, 2, 41, 42, 33, 34, 1, 43, 7, 51, 52, 53, 54, 2, 61, 62], output[17..]);
    }

    [Fact]
    public void AnOutputThatEndsTooEarlyOrTooLateIsRefusedWhereItDoes()
    {
        Felt[] output = [.. Sample.ToFelts()];
        for (int length = 0; length < output.Length; length++)
        {
            Assert.False(BlockStatement.TryParse(output.AsSpan(0, length), out BlockStatement? statement, out StatementError? error));
            Assert.Null(statement);
            Assert.InRange(error.Index, 0, length);
        }

        Assert.Equal(
            $"output felt {output.Length}, the end: expected the end of the output, got 2 felts more, first 0x7", Error([.. output, 7, 8]));
    }

    [Fact]
    public void EveryFeltCounts()
    {
        Felt[] output = [.. Sample.ToFelts()];
        int refused = 0;
        for (int i = 0; i < output.Length; i++)
        {
            Felt[] altered = [.. output];
            altered[i] += 1;
            if (!BlockStatement.TryParse(altered, out BlockStatement? read, out _))
            {
                refused++;
                continue;
            }

            Assert.Equal(altered, read.ToFelts());
        }

        // Version, first and last number, count, the last hash twice, six hashes of which the range itself knows some, the lengths.
        Assert.InRange(refused, 10, 30);
    }

    [Fact]
    public void ErrorsSayWhatWhereExpectedAndGot()
    {
        Assert.Equal("output felt 0, version of the output: expected 0x4b52414b454e5f424c4f434b5331, got 0x1", With(0, 1));
        Assert.Equal(
            "output felt 1, number of the first block: expected at least 1 (block 0 has no block before it), got 0", With(1, 0));
        Assert.Equal("output felt 2, number of the last block: expected at least 14, the first, got 13", With(2, 13));
        Assert.Equal(
            "output felt 2, number of the last block: expected at most 16397 (16384 blocks from 14 on), got 0x400e", With(2, 16398));
        Assert.StartsWith("output felt 8, number of blocks: expected 0x3fff, got 0xc", With(2, 16396), StringComparison.Ordinal);
        Assert.Equal("output felt 8, number of blocks: expected 0xc, got 0xb", With(8, 11));
        Assert.Equal("output felt 53, hash of block 25: expected 0x5, the hash of the last block, got 0x401", With(4, 5));
        Assert.Equal("output felt 50, old hash of block 24: expected 0x3f6, got 0x9", With(50, 9));
        Assert.Equal(
            "output felt 12, reverted transactions of block 14: expected at most 5 (the transactions of the block), got 0x6", With(12, 6));
        Assert.Equal("output felt 10, old hash of block 9: expected 0x0, got 0x1", Old());
        Assert.Equal(
            "output felt 57, length of messages to L1: expected at most 17 (the felts that are left), got 0x12", With(57, 18));
        Assert.Equal("output felt 63, messages to L1: expected an end at felt 61, got one at felt 63", With(57, 3));
    }

    [Fact]
    public void TheLargestStatementIsReadAndTheNextIsNot()
    {
        Felt[] output = [.. Statement(1, BlockStatement.MaxBlocks).ToFelts()];
        Assert.True(BlockStatement.TryParse(output, out _, out StatementError? error), error?.ToString());
        output = [.. Statement(1, BlockStatement.MaxBlocks + 1).ToFelts()];
        Assert.False(BlockStatement.TryParse(output, out _, out error));
        Assert.Equal(2, error.Index);
    }

    private static string Old()
    {
        Felt[] output = [.. Statement(9, 2).ToFelts()];
        output[10] = 1;
        return Error(output);
    }

    private static string With(int index, Felt value)
    {
        Felt[] output = [.. Sample.ToFelts()];
        output[index] = value;
        return Error(output);
    }

    private static string Error(Felt[] output)
    {
        Assert.False(BlockStatement.TryParse(output, out _, out StatementError? error));
        return error.ToString();
    }

    // Block n has hash 1000 + n; the block ten below the range's has hash 500 + n - 10.
    private static BlockStatement Statement(ulong first, int count) => new()
    {
        FirstBlock = first,
        ParentHash = 501,
        RootBefore = 601,
        RootAfter = 602,
        ConfigHash = 603,
        Blocks =
        [
            .. Enumerable.Range(0, count).Select(i => (Number: first + (ulong)i, Index: i)).Select(block => new ProvedBlock(
                1000 + block.Number,
                block.Number < 10 ? 0 : block.Index < 10 ? 500 + block.Number - 10 : 1000 + block.Number - 10,
                5,
                1)),
        ],
        MessagesToL1 = [new MessageToL1(31, 32, [41, 42]), new MessageToL1(33, 34, [43])],
        MessagesToL2 = [new ConsumedMessage(51, 52, 53, 54, [61, 62])],
    };
}
