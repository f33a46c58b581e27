using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Sequencer.Submission;
using Kraken.Starknet.Transactions;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kraken.Sequencer.Tests;

/// <summary>What a node accepted outlives its process, whatever byte the process was killed at.</summary>
public sealed class TransactionJournalTests : IDisposable
{
    private const int MaxContent = 1 << 20;

    private readonly string folder = Directory.CreateTempSubdirectory("kraken-journal-").FullName;
    private readonly TestChain chain = new(1);

    private string Journal => Path.Combine(folder, "accepted.journal");

    public void Dispose()
    {
        chain.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task AKilledNodesTransactionsEnterTheNextBlock()
    {
        using (TransactionJournal journal = Open(_ => true))
        {
            chain.Admission.Admitted = Into(journal);
            foreach (SubmittedTransaction transfer in Transfers(3))
            {
                Assert.Null(await chain.Admission.SubmitAsync(transfer, CancellationToken.None));
            }

            // One that is refused was never accepted.
            Assert.NotNull(await chain.Admission.SubmitAsync(Signed.Transfer(1, 0, signer: 2), CancellationToken.None));
        }

        using TestChain again = new(1);
        using TransactionJournal kept = Open(hash => again.Pool.Find(hash) is not null);
        Assert.Equal(
            3, kept.Restore(again.Decoder, transaction => Assert.True(again.Admission.AdmitAgain(transaction)), CancellationToken.None));
        await again.CommitNextAsync();
        Assert.All(Transfers(3), transfer => Assert.NotNull(again.Store.Find(transfer.Transaction.Hash)));
    }

    [Fact]
    public async Task WhatIsNotTakenAgainHasAReasonUnlessItIsInABlock()
    {
        SubmittedTransaction included = Signed.Transfer(0, 0);
        SubmittedTransaction overtaken = Signed.Transfer(0, 0, tip: 1);
        Assert.Null(await chain.Admission.SubmitAsync(included, CancellationToken.None));
        await chain.CommitNextAsync();
        Assert.False(chain.Admission.AdmitAgain(included));
        Assert.Null(chain.Admission.FindRejection(included.Transaction.Hash));
        Assert.False(chain.Admission.AdmitAgain(overtaken));
        Assert.StartsWith(
            "after a restart of the node: ", chain.Admission.FindRejection(overtaken.Transaction.Hash), StringComparison.Ordinal);
    }

    [Fact]
    public void ARecordTornAtAnyByteIsCutOffAndTheNextIsWrittenBehindTheSoundOnes()
    {
        SubmittedTransaction[] transfers = [.. Transfers(3)];
        Write(transfers[..2]);
        long sound = new FileInfo(Journal).Length;
        Write(transfers[2..]);
        byte[] whole = File.ReadAllBytes(Journal);
        for (int cut = (int)sound; cut < whole.Length; cut++)
        {
            File.WriteAllBytes(Journal, whole[..cut]);
            Write(transfers[2..]);
            Assert.Equal(transfers.Select(Hash), Restored());
        }
    }

    [Fact]
    public void ADamagedByteCostsItsRecordAndThoseBehindIt()
    {
        SubmittedTransaction[] transfers = [.. Transfers(3)];
        Write(transfers[..1]);
        int first = (int)new FileInfo(Journal).Length;
        Write(transfers[1..]);
        byte[] whole = File.ReadAllBytes(Journal);
        for (int at = first; at < whole.Length; at += 7)
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= 0x10;
            File.WriteAllBytes(Journal, damaged);
            Felt[] restored = Restored();
            Assert.Equal(transfers.Take(restored.Length).Select(Hash), restored);
            Assert.InRange(restored.Length, 1, 2);
        }
    }

    [Fact]
    public void ALengthPastTheLimitIsDamageAndTakesNoMemory()
    {
        Write(Transfers(1));
        byte[] whole = File.ReadAllBytes(Journal);
        whole.AsSpan(0, 4).Fill(0xff);
        File.WriteAllBytes(Journal, whole);
        long before = GC.GetAllocatedBytesForCurrentThread();
        using TransactionJournal journal = Open(_ => true);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Equal(0, journal.Length);
    }

    [Fact]
    public void TheFileFollowsWhatWaits()
    {
        HashSet<Felt> waiting = [];
        SubmittedTransaction[] transfers = [.. Transfers(40)];
        long one = chain.Decoder.Encode(transfers[0]).Length;
        using TransactionJournal journal = Open(waiting.Contains, leastCompacted: 10 * one);
        long largest = 0;
        foreach (SubmittedTransaction transfer in transfers)
        {
            // Two wait at a time.
            waiting.Add(Hash(transfer));
            Into(journal)(transfer);
            largest = Math.Max(largest, journal.Length);
            waiting.RemoveWhere(hash => waiting.Count > 2 && hash != Hash(transfer));
        }

        Assert.InRange(largest, 9 * one, 14 * one);
        journal.Dispose();
        Assert.Contains(Hash(transfers[^1]), Restored());
    }

    [Fact]
    public void NothingIsLeftOutBeforeItWasRestored()
    {
        SubmittedTransaction[] transfers = [.. Transfers(30)];
        Write(transfers[..3]);
        using TransactionJournal journal = Open(_ => false, leastCompacted: 1);
        foreach (SubmittedTransaction transfer in transfers[3..])
        {
            Into(journal)(transfer);
        }

        List<Felt> told = [];
        Assert.Equal(3, journal.Restore(chain.Decoder, transaction => told.Add(Hash(transaction)), CancellationToken.None));
        Assert.Equal(transfers[..3].Select(Hash), told);
        Assert.Equal(0, journal.Length);
    }

    [Fact]
    public void AFileThatCouldNotBeWrittenAnewStaysAsItWas()
    {
        SubmittedTransaction[] transfers = [.. Transfers(6)];
        Write(transfers[..4]);

        // There is no room for the second of what is kept.
        int asked = 0;
        using (TransactionJournal journal = Open(_ => ++asked == 2 ? throw new IOException("no space left") : true))
        {
            Assert.Equal(4, journal.Restore(chain.Decoder, _ => { }, CancellationToken.None));
            Into(journal)(transfers[4]);
        }

        Assert.Equal(transfers[..5].Select(Hash), Restored());

        // The same while transactions come: those that follow are kept all the same.
        asked = 0;
        using (TransactionJournal journal = Open(_ => ++asked == 7 ? throw new IOException("no space left") : true, leastCompacted: 1))
        {
            Assert.Equal(5, journal.Restore(chain.Decoder, _ => { }, CancellationToken.None));
            for (int i = 0; i < 8; i++)
            {
                Into(journal)(transfers[5]);
            }

            Assert.InRange(asked, 7, 20);
        }

        Assert.Equal([.. transfers[..5].Select(Hash), .. Enumerable.Repeat(Hash(transfers[5]), 8)], Restored());
    }

    [Fact]
    public void WhatWasRejectedIsNotTakenAgainUnlessItWasAcceptedOnceMore()
    {
        SubmittedTransaction[] transfers = [.. Transfers(4)];
        using (TransactionJournal journal = Open(_ => true))
        {
            Array.ForEach(transfers, Into(journal));
            journal.Remove(Hash(transfers[1]));
            journal.Remove(Hash(transfers[2]));
            Into(journal)(transfers[2]);
        }

        Assert.Equal([Hash(transfers[0]), Hash(transfers[3]), Hash(transfers[2])], Restored());

        // The end of one that stands in the file counts before it was told, too.
        using (TransactionJournal journal = Open(_ => true))
        {
            journal.Remove(Hash(transfers[0]));
        }

        Assert.Equal([Hash(transfers[3]), Hash(transfers[2])], Restored());
    }

    [Fact]
    public void WhatIsRejectedBeforeItWasRestoredIsNotTakenAgain()
    {
        SubmittedTransaction[] transfers = [.. Transfers(3)];
        Write(transfers);
        List<Felt> told = [];
        using TransactionJournal journal = Open(_ => true);
        journal.Remove(Hash(transfers[0]));
        int restored = journal.Restore(
            chain.Decoder,
            transaction =>
            {
                told.Add(Hash(transaction));
                journal.Remove(Hash(transfers[2]));
            },
            CancellationToken.None);
        Assert.Equal(1, restored);
        Assert.Equal([Hash(transfers[1])], told);
    }

    [Fact]
    public void WhatWasWrittenHalfIsCutBackAndTheNextIsWhole()
    {
        SubmittedTransaction[] transfers = [.. Transfers(4)];
        NarrowFile? file = null;
        using (TransactionJournal journal = Open(_ => true, (path, mode) => file = new NarrowFile(path, mode)))
        {
            Into(journal)(transfers[0]);
            long sound = journal.Length;
            for (long room = 0; room < sound; room += 50)
            {
                file!.Room = sound + room;
                Into(journal)(transfers[1]);
                Assert.Equal(sound, journal.Length);
            }

            file!.Room = long.MaxValue;
            Into(journal)(transfers[2]);

            // What was not written needs no end.
            long whole = journal.Length;
            journal.Remove(Hash(transfers[1]));
            Assert.Equal(whole, journal.Length);

            // Half an end is cut back like half a transaction.
            file.Room = whole + 1;
            journal.Remove(Hash(transfers[0]));
            Assert.Equal(whole, journal.Length);
            file.Room = long.MaxValue;
            Into(journal)(transfers[3]);
        }

        Assert.Equal([Hash(transfers[0]), Hash(transfers[2]), Hash(transfers[3])], Restored());
    }

    [Fact]
    public void AFileThatCannotBeCutBackTakesNothingMoreAndKeepsWhatItHeld()
    {
        SubmittedTransaction[] transfers = [.. Transfers(3)];
        NarrowFile? file = null;
        using (TransactionJournal journal = Open(_ => true, (path, mode) => file = new NarrowFile(path, mode) { CanBeCut = false }))
        {
            Into(journal)(transfers[0]);
            file!.Room = journal.Length + 100;
            Into(journal)(transfers[1]);
            Assert.Equal(0, journal.Length);

            // Nobody is told of it but the log.
            Into(journal)(transfers[2]);
            journal.Remove(Hash(transfers[0]));
        }

        Assert.Equal([Hash(transfers[0])], Restored());
    }

    [Fact]
    public void ANewFileThatFindsNoRoomLeavesTheOldOne()
    {
        SubmittedTransaction[] transfers = [.. Transfers(6)];
        Write(transfers[..5]);
        List<NarrowFile> files = [];
        using (TransactionJournal journal = Open(
            _ => true,
            (path, mode) =>
            {
                files.Add(new NarrowFile(path, mode) { Room = files.Count == 0 ? long.MaxValue : 500 });
                return files[^1];
            }))
        {
            Assert.Equal(5, journal.Restore(chain.Decoder, _ => { }, CancellationToken.None));
            Assert.Equal(2, files.Count);
            Assert.Equal([Journal], Directory.GetFiles(folder));
            Into(journal)(transfers[5]);
        }

        Assert.Equal(transfers.Select(Hash), Restored());
    }

    [Fact]
    public void OnlyWhatStandsInTheFileIsRemovedFromIt()
    {
        SubmittedTransaction[] transfers = [.. Transfers(2)];
        using TransactionJournal journal = Open(_ => true);
        Into(journal)(transfers[0]);
        long one = journal.Length;
        journal.Remove(Hash(transfers[1]));
        Assert.Equal(one, journal.Length);
        journal.Remove(Hash(transfers[0]));
        long ended = journal.Length;
        Assert.True(ended > one);
        journal.Remove(Hash(transfers[0]));
        Assert.Equal(ended, journal.Length);
    }

    [Fact]
    public async Task WhatThePoolDropsIsRemovedWhileTheFileIsWrittenAnew()
    {
        // Every question of the journal waits until the pool drops a transaction, as it would if both held each other.
        SubmittedTransaction dropped = Signed.Transfer(1, 0);
        using TransactionJournal journal = Open(
            hash =>
            {
                Task.Run(() => chain.Pool.Reject(dropped.Transaction.Hash, "dropped")).Wait(TimeSpan.FromSeconds(30));
                return chain.Pool.Find(hash) is not null;
            },
            leastCompacted: 1);
        chain.Pool.Rejected.Dropping = hash => journal.Remove(hash);
        chain.Admission.Admitted = Into(journal);
        Assert.Null(await chain.Admission.SubmitAsync(dropped, CancellationToken.None));
        SubmittedTransaction stays = Signed.Transfer(0, 0);
        Assert.Null(await chain.Admission.SubmitAsync(stays, CancellationToken.None));
        Assert.Equal("dropped", chain.Admission.FindRejection(Hash(dropped)));
        journal.Dispose();
        Assert.Equal([Hash(stays)], Restored());
    }

    private static Felt Hash(SubmittedTransaction transaction) => transaction.Transaction.Hash;

    private static IEnumerable<SubmittedTransaction> Transfers(int count) =>
        Enumerable.Range(0, count).Select(nonce => Signed.Transfer(0, (ulong)nonce));

    private TransactionJournal Open(Predicate<Felt> waits, long leastCompacted = 8 << 20) =>
        new(Journal, MaxContent, waits, NullLogger.Instance, leastCompacted);

    private TransactionJournal Open(Predicate<Felt> waits, Func<string, FileMode, FileStream> open) =>
        new(Journal, MaxContent, waits, NullLogger.Instance, 8 << 20, open);

    private Action<SubmittedTransaction> Into(TransactionJournal journal) =>
        transaction => journal.Add(transaction.Transaction.Hash, chain.Decoder.Encode(transaction));

    private void Write(IEnumerable<SubmittedTransaction> transactions)
    {
        using TransactionJournal journal = Open(_ => true);
        transactions.ToList().ForEach(Into(journal));
    }

    private Felt[] Restored()
    {
        using TransactionJournal journal = Open(_ => true);
        List<Felt> told = [];
        journal.Restore(chain.Decoder, transaction => told.Add(Hash(transaction)), CancellationToken.None);
        return [.. told];
    }

    /// <summary>A file that finds no room past a length, after it has written what fits.</summary>
    private sealed class NarrowFile(string path, FileMode mode)
        : FileStream(path, mode, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete, bufferSize: 0)
    {
        public long Room { get; set; } = long.MaxValue;

        public bool CanBeCut { get; set; } = true;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            int fits = (int)Math.Clamp(Room - Position, 0, buffer.Length);
            base.Write(buffer[..fits]);
            if (fits < buffer.Length)
            {
                throw new IOException("no space left on device");
            }
        }

        public override void SetLength(long value)
        {
            if (!CanBeCut)
            {
                throw new IOException("read-only file system");
            }

            base.SetLength(value);
        }
    }
}
