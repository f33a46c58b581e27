using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using Kraken.Execution.Blocks;
using Kraken.Execution.Constants;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Rpc;
using Kraken.Sequencer;
using Kraken.Sequencer.Views;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;
using Kraken.State.Commitment;
using Kraken.State.Store;
using Kraken.Storage.Sqlite;

namespace Kraken.Bench;

/// <summary>
/// How long starknet_getEvents takes over a chain on disk of 10,000 blocks and a million events, a transfer's two for each of 50
/// transactions a block, between accounts of which no two are the same. Nothing of it is kept in memory before the first page.
/// </summary>
internal static class EventBench
{
    private const int Transfers = 50;
    private const int Times = 21;
    private const int RareEvery = 1500;

    private static readonly Felt Token = Selector.FromName("token");
    private static readonly Felt Transfer = Selector.FromName("Transfer");
    private static readonly Felt Rare = Selector.FromName("rare");

    internal static int Run(int blocks)
    {
        string folder = Directory.CreateTempSubdirectory("kraken-bench-events-").FullName;
        try
        {
            string path = Path.Combine(folder, "chain.db");
            Fill(path, blocks);
            using SqliteStore medium = SqliteStore.Open(path);
            long start = Stopwatch.GetTimestamp();
            ChainStore store = new(medium);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{blocks} blocks, {2L * Transfers * blocks} events; store {new FileInfo(path).Length / 1048576.0:f0} MiB, opened in "
                + $"{Stopwatch.GetElapsedTime(start).TotalMilliseconds:f0} ms"));
            RpcService service = new(new RpcBackend { Chain = new ChainReader(store, Rules(), TimeProvider.System) }, new RpcOptions());
            Measure(service, "a rare key", $$"""{"chunk_size":100,"from_block":{"block_number":0},"keys":[[],["{{Rare}}"]]}""");
            Measure(
                service,
                "a rare key of a contract",
                $$"""{"chunk_size":100,"address":"{{Token}}","keys":[["{{Transfer}}"],["{{Rare}}"]]}""");
            Measure(service, "a key that nothing has", """{"chunk_size":100,"keys":[["0x5"]]}""");
            Measure(service, "a contract that emitted nothing", """{"chunk_size":100,"address":["0x5","0x6"]}""");
            Measure(service, "the first 100 of all", """{"chunk_size":100}""");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Fill(string path, int blocks)
    {
        using SqliteStore medium = SqliteStore.Open(path);
        ChainStore store = new(medium);
        long start = Stopwatch.GetTimestamp();
        for (int number = 0; number <= blocks; number++)
        {
            store.Append(Make(store, (ulong)number));
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"made in {Stopwatch.GetElapsedTime(start).TotalSeconds:f0} s"));
    }

    private static void Measure(RpcService service, string what, string filter)
    {
        byte[] call = Encoding.UTF8.GetBytes(
            $$"""{"jsonrpc":"2.0","id":1,"method":"starknet_getEvents","params":[{{filter}}]}""");
        List<double> times = [];
        int events = 0;
        bool more = false;
        for (int i = 0; i < Times; i++)
        {
            long start = Stopwatch.GetTimestamp();
            ReadOnlyMemory<byte> answer = service.HandleAsync(call, CancellationToken.None).GetAwaiter().GetResult();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            JsonElement result = JsonDocument.Parse(answer).RootElement.GetProperty("result");
            events = result.GetProperty("events").GetArrayLength();
            more = result.TryGetProperty("continuation_token", out _);
        }

        double first = times[0];
        times.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: {events} events{(more ? " and more" : string.Empty)}, first {first:f1} ms, median {times[times.Count / 2]:f1} ms, "
            + $"most {times[^1]:f1} ms"));
    }

    private static ChainRules Rules()
    {
        GenesisDescription genesis = new();
        return new()
        {
            Chain = new ChainInfo(genesis.ChainId, genesis.FeeTokenAddress),
            Constants = VersionedConstants.ForVersion(genesis.StarknetVersion)!,
            StarknetVersion = genesis.StarknetVersion,
            GasPrices = genesis.GasPrices,
        };
    }

    private static BlockRecord Make(ChainStore store, ulong number)
    {
        CommittedState committed = StateCommitter.Commit(store.State, store.Commitment, StateDiff.Empty);
        int transfers = number == 0 ? 0 : Transfers;
        Transaction[] transactions = [.. Enumerable.Range(0, transfers).Select(index => Invoke(number, index))];
        BlockHeader header = new()
        {
            Hash = HashOf(number),
            ParentHash = number == 0 ? default : HashOf(number - 1),
            Number = number,
            StateRoot = committed.Roots.Global,
            SequencerAddress = 9,
            Timestamp = number,
            GasPrices = new(new(1, 2), new(3, 4), new(5, 6)),
            StarknetVersion = "0.14.4",
            Commitments = new(1, 2, 3, 4, (ulong)transfers, 2 * (ulong)transfers, 0),
        };
        ImmutableArray<TransactionReceipt> receipts = [.. transactions.Select((transaction, index) => Receipt(transaction, number, index))];
        return new(new(header, [.. transactions], receipts), StateDiff.Empty, committed, [], []);
    }

    private static InvokeTransaction Invoke(ulong number, int index) => new()
    {
        Hash = Mixed(number, index, 1),
        SenderAddress = Mixed(number, index, 2),
        Nonce = number,
        Calldata = [1, Token, Transfer, 3, Mixed(number, index, 3), 5, 0],
        Signature = [1, 2],
        ResourceBounds = default,
    };

    private static TransactionReceipt Receipt(Transaction transaction, ulong number, int index) => new()
    {
        TransactionHash = transaction.Hash,
        Type = TransactionType.Invoke,
        ActualFee = new(5_000_000),
        Gas = new(0, 192, 1_000_000),
        Events =
        [
            new(Token, [Transfer, number % RareEvery == 7 && index == 3 ? Rare : transaction.Sender, Mixed(number, index, 3)], [5, 0]),
            new(Token, [Transfer, transaction.Sender, 9], [5_000_000, 0]),
        ],
    };

    private static Felt HashOf(ulong number) => (number + 1) << 20;

    // Spread over the field, as hashes are.
    private static Felt Mixed(ulong number, int index, int kind)
    {
        Felt value = ((number + 1) * 1024) + ((ulong)index * 8) + (ulong)kind;
        return value * value * value * value * value;
    }
}
