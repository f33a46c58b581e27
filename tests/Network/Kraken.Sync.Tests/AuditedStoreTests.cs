using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Kraken.Casm.Classes;
using Kraken.Consensus.Engine.Keys;
using Kraken.Execution.Classes;
using Kraken.State.Snapshots;
using Kraken.Storage;
using Kraken.Storage.Journal;
using Xunit;

namespace Kraken.Sync.Tests;

/// <summary>
/// The check of a store that came from a stranger: whatever record of it is changed, left out or put beside the others, the check names
/// it, or what is read of the chain afterwards is the same.
/// </summary>
public sealed class AuditedStoreTests
{
    // The first byte of every key. Left out is what the check does not cover by its word: values and trie nodes that only older states
    // have, and how often nodes are used.
    private static readonly (string Name, byte First)[] Tables =
    [
        ("latest", 1), ("headers", 2), ("transactions", 3), ("receipts", 4), ("diffs", 5), ("roots", 6), ("certificates", 7),
        ("numbers", 8), ("places", 9), ("classes", 10), ("compiled", 11), ("values", 12), ("format", 15),
    ];

    private static readonly JournalTables Journal = new(17, [8, 9, 12, 13, 14]);

    public static TheoryData<string> Changes { get; } = [.. Tables.SelectMany(table =>
        (string[])[$"{table.Name} first", $"{table.Name} last", $"{table.Name} gone", $"{table.Name} more"])];

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task AChangedStoreIsRefused(string change)
    {
        (string name, string how) = (change.Split(' ')[0], change.Split(' ')[1]);
        byte table = Tables.First(item => item.Name == name).First;
        List<StoreRecord> records = await RecordsAsync();
        List<int> of = [.. Enumerable.Range(0, records.Count).Where(index => records[index].Key[0] == table)];
        Assert.NotEmpty(of);

        // The certificate of block 0 is empty, and says nothing.
        int at = how == "last" ? of[^1] : of.First(index => records[index].Value.Length > 0);
        StoreRecord record = records[at];
        switch (how)
        {
            case "gone":
                records.RemoveAt(at);
                break;
            case "more":
                // Beside it, in its table.
                byte[] key = [.. record.Key, .. record.Key.Length == 1 ? [0] : (byte[])[]];
                key[^1] ^= 0x55;
                records.Add(record with { Key = key });
                break;
            default:
                byte[] value = [.. record.Value];
                value[value.Length / 2] ^= 1;
                records[at] = record with { Value = value };
                break;
        }

        using MemoryStore changed = Store(records);
        string? problem = Problem(changed);
        Assert.True(problem is not null, $"{change}: nothing was found");
    }

    [Fact]
    public async Task TheStoreAsItIsIsTaken()
    {
        using MemoryStore whole = Store(await RecordsAsync());
        Assert.Null(Problem(whole));
    }

    private static string? Problem(MemoryStore records)
    {
        MadeChain made = MadeChain.Instance;
        using CertificateCheck decisions = made.Committee.Check(made.GenesisHash);
        AuditBasis basis = new(TestCommittee.ChainName, made.GenesisHash)
        {
            FindProblem = (number, hash, certificate) => decisions.FindProblem(number, hash, certificate, out _),
            Compile = sierra => made.Compiler.TryCompile(sierra, out CompiledContract? compiled, out _) ? compiled.Casm : null,
        };
        try
        {
            ChainAudit.Require(records, basis, AuditDepth.Whole);
            return null;
        }
        catch (Exception refusal) when (refusal is InvalidDataException or IOException)
        {
            return refusal.Message;
        }
    }

    private static MemoryStore Store(IEnumerable<StoreRecord> records)
    {
        MemoryStore store = new();
        WriteBatch batch = new();
        foreach (StoreRecord record in records)
        {
            batch.Put(record.Key, record.Value);
        }

        store.Write(_ => batch);
        return store;
    }

    // As a store is whose journal was moved into its tables.
    private static async Task<List<StoreRecord>> RecordsAsync()
    {
        using MemoryStore medium = new();
        using (TestFollower follower = new(executes: false, [new TestSource("one")], medium))
        {
            await follower.FollowAsync();
        }

        List<StoreRecord> settled = [];
        JournaledStore whole = new(medium, Journal);
        for (byte table = 1; table < 17; table++)
        {
            settled.AddRange(whole.Scan([table]).Select(record => new StoreRecord([.. record.Key], [.. record.Value])));
        }

        return settled;
    }
}
