using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Kraken.BlockProof.Replay;
using Kraken.BlockProof.Stateless;
using Kraken.Execution.Blocks;
using Kraken.Fields;
using Kraken.Sequencer.Blocks;
using Kraken.Sequencer.Submission;
using Kraken.Serialization.Json;
using Kraken.Starknet;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Json;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;
using Kraken.State.Codecs;
using Kraken.State.Snapshots;
using Kraken.State.Store;
using Kraken.Storage;
using Kraken.Storage.Journal;
using Kraken.Trie;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kraken.Fuzz.Targets.Lists;

/// <summary>Records of the store and of the journal, which a disk or an earlier process may have damaged.</summary>
internal static class StoreTargets
{
    private const int MaxContent = 1 << 20;

    private static readonly JournalTables Scattered = new(own: 9, [1, 2]);

    private static readonly TransactionDecoder Decoder = new(ChainId.Sepolia);

    /// <summary>The targets.</summary>
    internal static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new CodecTarget<BlockHeader>(
            "store-header", "a block header of the store", InputShape.Binary, ReadHeader, () => Headers().Select(HeaderCodec.Encode))
        {
            Encode = HeaderCodec.Encode,
            IsCanonical = true,
        },
        new CodecTarget<TransactionReceipt>(
            "store-receipt", "a receipt of the store", InputShape.Binary, ReadReceipt, () => Receipts().Select(ReceiptCodec.Encode))
        {
            Encode = ReceiptCodec.Encode,
            IsCanonical = true,
        },
        new CodecTarget<StateDiff>(
            "state-diff", "a state diff, of the store and of other nodes",
            InputShape.Binary, ReadDiff, () => Diffs().Select(StateDiffCodec.Encode))
        {
            Encode = StateDiffCodec.Encode,
            IsCanonical = true,
        },
        new CodecTarget<StatelessRange>(
            "stateless-range", "a file of blocks with what executing them needs", InputShape.Binary, ReadRange, Ranges)
        {
            Encode = StatelessRangeCodec.Encode,
            IsCanonical = true,
        },
        new CodecTarget<object>("trie-node", "a node of a trie", InputShape.Binary, ReadNode, Nodes)
        {
            Encode = node => Bytes((TrieNode)node),
            IsCanonical = true,
        },
        new CodecTarget<List<byte[]>>(
            "transaction-journal", "the journal of accepted transactions", InputShape.Binary, ReadJournal, Journals)
        {
            Encode = Journal,
            Limits = new(1 << 20, 256, TimeSpan.FromSeconds(2)),
        },
        new CodecTarget<object>(
            "store-journal", "state and rows of the store's journal, opened, written to and opened again", InputShape.Binary, OpenJournal,
            StoreJournals)
        {
            // A record of three bytes is objects in the store, its runs and what is read, at each of the steps.
            Limits = new(1 << 20, 4096, TimeSpan.FromSeconds(2)),
        },
        new CodecTarget<object>("snapshot", "a snapshot of a chain's store", InputShape.Binary, ReadSnapshot, Snapshots)
        {
            // What a file unpacks to is bounded by its length; beside it stand buffers of streams.
            Limits = new(1 << 20, 1024, TimeSpan.FromSeconds(2)),
        },
    ];

    private static object? ReadSnapshot(byte[] input)
    {
        using MemoryStore store = new();
        try
        {
            using MemoryStream file = new(input);
            SnapshotManifest manifest = SnapshotFile.ReadManifest(file, new());
            SnapshotFile.Read(file, manifest, store, new());
            return manifest;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static IEnumerable<byte[]> Snapshots()
    {
        using MemoryStore store = new();
        BlockHeader header = Headers().First() with { Number = 0 };
        WriteBatch batch = new();
        batch.Put([(byte)Table.Latest], new byte[sizeof(ulong)]);
        batch.Put(StoreKey.Of(Table.Header, 0), HeaderCodec.Encode(header));
        StoreFormat.Put(batch);
        store.Write(batch);
        using MemoryStream file = new();
        SnapshotFile.Write(store, "KRAKEN", file);
        return [file.ToArray()];
    }

    // Batches of a journal that grows, and of one in which generations are settled.
    private static IEnumerable<byte[]> StoreJournals() =>
        ((JournalLimits[])[JournalLimits.Default, new(2000, 100, 100, 960)]).Select(limits =>
        {
            using MemoryStore below = new();
            using JournaledStore store = new(below, Scattered, limits);
            foreach (StateDiff diff in Diffs())
            {
                byte[] content = StateDiffCodec.Encode(diff);
                WriteBatch batch = new();
                for (int at = 0; at + 64 < Math.Min(content.Length, 1024); at += 64)
                {
                    batch.Put([1, .. content.AsSpan(at, 32)], content[(at + 32)..(at + 64)]);
                }

                batch.Delete([2, .. content.AsSpan(0, 8)]);
                batch.Put([3], content[..8]);
                store.Write(batch);
            }

            return below.Scan([]).SelectMany(record => (byte[])
                [(byte)record.Key.Length, (byte)record.Value.Length, (byte)(record.Value.Length >> 8), .. record.Key, .. record.Value])
                .ToArray();
        });

    private static object? OpenJournal(byte[] input)
    {
        using MemoryStore below = new();
        WriteBatch records = new();
        for (ReadOnlySpan<byte> rest = input; rest.Length > 3 && rest[0] > 0;)
        {
            int key = Math.Min(rest[0], rest.Length - 3);
            int value = Math.Min(rest[1] | (rest[2] << 8), rest.Length - 3 - key);
            records.Put(rest.Slice(3, key).ToArray(), rest.Slice(3 + key, value).ToArray());
            rest = rest[(3 + key + value)..];
        }

        below.Write(records);
        try
        {
            using JournaledStore store = new(below, Scattered, new JournalLimits(200, 4, 20, 64));
            for (byte i = 0; i < 4; i++)
            {
                WriteBatch batch = new();
                batch.Put([1, i], new byte[i * 40]);
                store.Write(batch);
                using JournaledStore opened = new(below, Scattered);
                if (!Records(store).SequenceEqual(Records(opened)))
                {
                    throw new BrokenLawException("a journal that is opened reads what the one that wrote it reads");
                }
            }

            return store;
        }
        catch (StoreException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Records(IStoreReader store) =>
        store.Scan([]).Select(record => $"{Convert.ToHexString(record.Key)}={Convert.ToHexString(record.Value)}");

    // The recorded blocks have no roots.
    internal static IEnumerable<BlockHeader> Headers() => TransactionTargets.Recorded()
        .Select(step => $"{step.GetProperty("block").GetRawText().TrimEnd()[..^1]},\"new_root\":\"0x1\"}}")
        .Select(json => JsonDecoding.TryDecode(
            Encoding.UTF8.GetBytes(json), MaxContent, BlockHeaderJson.Read, out BlockHeader? header, out _) ? header : null)
        .OfType<BlockHeader>()
        .Take(3);

    internal static IEnumerable<TransactionReceipt> Receipts() => TransactionTargets.Recorded()
        .Select(step => ReceiptJson.TryDecode(step.GetProperty("receipt"), out TransactionReceipt? receipt, out _) ? receipt : null)
        .OfType<TransactionReceipt>();

    internal static IEnumerable<StateDiff> Diffs() => TransactionTargets.Recorded()
        .Select(step => StateDiffJson.TryDecode(step.GetProperty("state_diff"), out StateDiff? diff, out _) ? diff : null)
        .OfType<StateDiff>();

    internal static IEnumerable<byte[]> Ranges()
    {
        BlockHeader header = Headers().First();
        (Transaction, TransactionReceipt)[] content =
        [
            .. TransactionTargets.Recorded().Select(step => (
                    JsonDecoding.TryDecode(step.GetProperty("transaction"), TransactionJson.Read, out Transaction? transaction, out _)
                        ? transaction
                        : null,
                    ReceiptJson.TryDecode(step.GetProperty("receipt"), out TransactionReceipt? receipt, out _) ? receipt : null))
                .Where(item => item is (not null, not null)).Select(item => (item.Item1!, item.Item2!)).Take(3),
        ];
        DecidedBlock block = new(
            new Block(header, [.. content.Select(item => item.Item1)], [.. content.Select(item => item.Item2)]), Diffs().First(), 5);
        StatelessRange range = new()
        {
            Chain = new ChainInfo(ChainId.Sepolia, 6),
            Parent = header,
            Blocks = [block, block with { OldBlockHash = null }],
            Classes = [ChainContracts.Demo.Class],
            Roots = new(1, 2),
            Leaves = [new(3, new ContractLeaf(4, 5, (Felt)6))],
            ContractNodes = [TrieNode.Binary(1, 2), TrieNode.Edge(3, 5, 251)],
            ClassNodes = [TrieNode.Edge(3, 1, 1)],
        };
        return [StatelessRangeCodec.Encode(range), StatelessRangeCodec.Encode(range with { Classes = [], Blocks = [] })];
    }

    private static IEnumerable<byte[]> Nodes() => [Bytes(TrieNode.Binary(1, 2)), Bytes(TrieNode.Edge(3, 5, 251))];

    private static IEnumerable<byte[]> Journals()
    {
        SubmittedTransaction[] transactions =
        [
            .. TransactionTargets.Recorded()
                .Select(step => JsonDecoding.TryDecode(step.GetProperty("transaction"), TransactionJson.Read, out Transaction? read, out _)
                    ? read
                    : null)
                .Where(transaction => transaction is InvokeTransaction or DeployAccountTransaction)
                .OfType<AccountTransaction>()
                .Take(4)
                .Select(transaction => new SubmittedTransaction(transaction)),
        ];
        return [Journal([.. transactions.Select(Decoder.Encode)]), Journal([])];
    }

    private static BlockHeader? ReadHeader(byte[] input) => HeaderCodec.TryDecode(input, out BlockHeader? read) ? read : null;

    private static TransactionReceipt? ReadReceipt(byte[] input) =>
        ReceiptCodec.TryDecode(input, out TransactionReceipt? read) ? read : null;

    private static StateDiff? ReadDiff(byte[] input) => StateDiffCodec.TryDecode(input, out StateDiff? read) ? read : null;

    private static StatelessRange? ReadRange(byte[] input) =>
        StatelessRangeCodec.TryDecode(input, out StatelessRange? read, out _) ? read : null;

    private static object? ReadNode(byte[] input) => TrieNode.TryDecode(input, out TrieNode read) ? read : null;

    private static byte[] Bytes(TrieNode node)
    {
        byte[] bytes = new byte[node.EncodedSize];
        node.Encode(bytes);
        return bytes;
    }

    // What it told of is told again once it is written anew.
    private static List<byte[]> ReadJournal(byte[] input)
    {
        List<byte[]> told = [];
        using TransactionJournal journal = new(ScratchFolder.Write("journal", input), MaxContent, _ => true, NullLogger.Instance);
        journal.Restore(Decoder, transaction => told.Add(Decoder.Encode(transaction)), default);
        return told;
    }

    private static byte[] Journal(List<byte[]> contents)
    {
        string path = System.IO.Path.Combine(ScratchFolder.Empty("written"), "journal");
        using (TransactionJournal journal = new(path, MaxContent, _ => true, NullLogger.Instance))
        {
            foreach (byte[] content in contents)
            {
                journal.Add(
                    Decoder.TryDecode(content, out SubmittedTransaction? transaction) ? transaction!.Transaction.Hash : default, content);
            }
        }

        return System.IO.File.ReadAllBytes(path);
    }
}
