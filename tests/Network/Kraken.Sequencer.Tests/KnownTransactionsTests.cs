using System;
using System.Linq;
using Kraken.Sequencer.Blocks;
using Kraken.Starknet.Limits;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Sequencer.Tests;

/// <summary>What was decoded is known again, within bounds of count and bytes.</summary>
public sealed class KnownTransactionsTests
{
    private static readonly SubmittedTransaction Transfer = Signed.Transfer(0, 0);

    [Fact]
    public void ATransactionIsKnownByItsBytesOnly()
    {
        KnownTransactions known = new(100, long.MaxValue);
        known.Remember(Name(1), Transfer);
        Assert.Same(Transfer, known.Find(Name(1)));
        Assert.Null(known.Find(Name(2)));

        // The same first half of the digest is not the same transaction.
        byte[] forged = [.. Name(1).Take(16), .. new byte[16]];
        Assert.Null(known.Find(forged));
    }

    [Fact]
    public void WhereTheBodyEndsIsPartOfTheName() =>
        Assert.NotEqual(KnownTransactions.Digest([1, 2], [3]), KnownTransactions.Digest([1], [2, 3]));

    [Fact]
    public void TheLatestHalfStaysAndTheCountIsBounded()
    {
        KnownTransactions known = new(100, long.MaxValue);
        for (int i = 0; i < 1000; i++)
        {
            known.Remember(Name(i), Transfer);
            Assert.InRange(known.Count, 1, 100);
            Assert.All(Enumerable.Range(Math.Max(0, i - 49), Math.Min(i + 1, 50)), number => Assert.NotNull(known.Find(Name(number))));
        }

        Assert.Null(known.Find(Name(800)));
    }

    [Fact]
    public void TheBytesAreBounded()
    {
        long size = SizeModel.MemoryOf(Transfer);
        KnownTransactions known = new(int.MaxValue, 10 * size);
        for (int i = 0; i < 100; i++)
        {
            known.Remember(Name(i), Transfer);
            Assert.InRange(known.Count * size, 1, 10 * size);
        }

        Assert.NotNull(known.Find(Name(99)));
        Assert.Null(known.Find(Name(80)));
    }

    private static byte[] Name(int number) => KnownTransactions.Digest(BitConverter.GetBytes(number), []);
}
