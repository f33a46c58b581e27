using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using Kraken.Execution.Limits;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;
using Kraken.State;
using Kraken.State.Commitment;
using Kraken.State.Journal;
using Kraken.State.Store;
using Kraken.Storage.Sqlite;

namespace Kraken.Bench;

/// <summary>
/// What it costs to append blocks of transfers to a store on disk. Execution and tries are not measured: blocks are made before, of what
/// transfers between accounts change, with the felts of a real transfer and its receipt in number.
/// </summary>
internal static class StoreBench
{
    private const int Transfers = 150;

    private static readonly Felt Token = Selector.FromName("token");

    internal static int Run(int accounts, int blocks)
    {
        string folder = Directory.CreateTempSubdirectory("kraken-bench-store-").FullName;
        try
        {
            string path = Path.Combine(folder, "chain.db");
            using (SqliteStore medium = SqliteStore.Open(path))
            {
                Append(new ChainStore(medium), accounts, blocks, path);
            }

            Console.WriteLine(FormattableString.Invariant($"closed: {Mebibytes(path):f1} MiB"));
            Open(path);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // The journal of a store that is opened is read whole.
    private static void Open(string path)
    {
        using SqliteStore medium = SqliteStore.Open(path);
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        _ = new ChainStore(medium);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"opened: {Stopwatch.GetElapsedTime(start).TotalMilliseconds:f1} ms, allocated "
            + $"{(GC.GetAllocatedBytesForCurrentThread() - allocated) / 1048576.0:f1} MiB"));
    }

    private static void Append(ChainStore store, int accounts, int blocks, string path)
    {
        store.Append(Make(store, 0, Enumerable.Range(0, accounts), []));
        Random random = new(1);
        List<double> times = [];
        List<double> walls = [];
        long allocated = 0;
        Io start = Io.Now();
        TimeSpan all = Environment.CpuUsage.TotalTime;
        for (int number = 1; number <= blocks; number++)
        {
            (int From, int To)[] transfers =
                [.. Enumerable.Range(0, Transfers).Select(_ => (random.Next(accounts), random.Next(accounts)))];
            BlockRecord block = Make(store, (ulong)number, transfers.SelectMany(pair => new[] { pair.From, pair.To }).Append(0), transfers);
            long allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
            long wall = Stopwatch.GetTimestamp();
            long ran = ThreadTimeProvider.Instance.GetTimestamp();
            store.Append(block);
            times.Add(ThreadTimeProvider.Instance.GetElapsedTime(ran).TotalMilliseconds);
            walls.Add(Stopwatch.GetElapsedTime(wall).TotalMilliseconds);
            allocated += GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
            if (number % Math.Max(1, blocks / 4) == 0)
            {
                Io end = Io.Now();
                walls.Sort();
                double processor = (Environment.CpuUsage.TotalTime - all).TotalMilliseconds / times.Count;
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"to block {number}: processor {times.Average():f2} ms a block of the thread that appends, {processor:f2} with making "
                    + $"blocks and all else; waited p50 {walls[walls.Count / 2]:f1} ms, most {walls[^1]:f1} ms; "
                    + $"written {PerBlock(end.Written - start.Written, times.Count):f2} MiB by {(end.Writes - start.Writes) / times.Count} "
                    + $"calls, read {PerBlock(end.Read - start.Read, times.Count):f2} MiB by {(end.Reads - start.Reads) / times.Count}; "
                    + $"allocated {allocated / 1024 / times.Count} KiB; "
                    + $"file {Mebibytes(path):f1} MiB, log {Mebibytes(path + "-wal"):f1} MiB"));
                (start, all, allocated) = (end, Environment.CpuUsage.TotalTime, 0);
                times.Clear();
                walls.Clear();
            }
        }
    }

    private static double PerBlock(long bytes, int blocks) => bytes / 1048576.0 / blocks;

    private static double Mebibytes(string path) => new FileInfo(path).Length / 1048576.0;

    private static BlockRecord Make(ChainStore store, ulong number, IEnumerable<int> touched, (int From, int To)[] transfers)
    {
        JournaledState journal = new(store.State);
        foreach (int account in touched.Distinct())
        {
            journal.SetStorage(Token, Balance(account), (Felt)((number << 32) + (ulong)account + 1));
        }

        foreach (int account in transfers.Select(pair => pair.From).Distinct())
        {
            journal.SetNonce(Address(account), number);
        }

        StateDiff diff = StateDiffs.Of(journal.Changes());
        CommittedState committed = StateCommitter.Commit(store.State, store.Commitment, diff);
        BlockHeader header = new()
        {
            Hash = Mixed(number, 7),
            ParentHash = number == 0 ? default : Mixed(number - 1, 7),
            Number = number,
            StateRoot = committed.Roots.Global,
            SequencerAddress = 9,
            Timestamp = number,
            GasPrices = new(new(1, 2), new(3, 4), new(5, 6)),
            StarknetVersion = "0.14.4",
            Commitments = new(1, 2, 3, 4, (ulong)transfers.Length, 2 * (ulong)transfers.Length, 2),
        };
        Transaction[] transactions = [.. transfers.Select((pair, index) => Invoke(number, index, pair))];
        TransactionReceipt[] receipts = [.. transactions.Zip(transfers, Receipt)];
        return new(new(header, [.. transactions], [.. receipts]), diff, committed, [], [.. new byte[600]]);
    }

    private static InvokeTransaction Invoke(ulong number, int index, (int From, int To) pair) => new()
    {
        Hash = Mixed(number, 1000 + index),
        SenderAddress = Address(pair.From),
        Nonce = number,
        Calldata = [1, Token, Selector.FromName("transfer"), 3, Address(pair.To), 5, 0],
        Signature = [Mixed(number, 2000 + index), Mixed(number, 3000 + index)],
        ResourceBounds = default,
    };

    private static TransactionReceipt Receipt(Transaction transaction, (int From, int To) pair) => new()
    {
        TransactionHash = transaction.Hash,
        Type = TransactionType.Invoke,
        ActualFee = new(5_000_000),
        Gas = new(0, 192, 1_000_000),
        RevertReason = null,
        Events =
        [
            new(Token, [Selector.FromName("Transfer"), Address(pair.From), Address(pair.To)], [5, 0]),
            new(Token, [Selector.FromName("Transfer"), Address(pair.From), 9], [5_000_000, 0]),
        ],
    };

    private static Felt Address(int account) => Mixed((ulong)account, 1);

    private static Felt Balance(int account) => Mixed((ulong)account, 2);

    private static Felt Mixed(ulong number, int kind) => Selector.FromName($"{kind}/{number}");

    /// <summary>What the process gave to and took from files, by the system's count.</summary>
    private readonly record struct Io(long Read, long Written, long Reads, long Writes)
    {
        internal static Io Now()
        {
            const string Counters = "/proc/self/io";
            if (!File.Exists(Counters))
            {
                return default;
            }

            Dictionary<string, long> values = File.ReadLines(Counters)
                .Select(line => line.Split(": "))
                .ToDictionary(pair => pair[0], pair => long.Parse(pair[1], CultureInfo.InvariantCulture));
            return new(values["rchar"], values["wchar"], values["syscr"], values["syscw"]);
        }
    }
}
