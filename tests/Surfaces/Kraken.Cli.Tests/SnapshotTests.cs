using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Curves;
using Kraken.Feeder;
using Kraken.Feeder.Client;
using Kraken.Fields;
using Kraken.Node;
using Kraken.Node.Configuration;
using Kraken.P2P.Tests;
using Kraken.Rpc.Client;
using Kraken.Starknet.Blocks;
using Kraken.State.Snapshots;
using Kraken.Storage;
using Kraken.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kraken.Cli.Tests;

/// <summary>
/// A snapshot of a validator that runs, restored and gone on from; and snapshots of stores in which something was changed.
/// </summary>
public sealed class SnapshotTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kraken-snapshot-").FullName;

    private string Node => Path.Combine(folder, "node1");

    private string Genesis => Path.Combine(folder, GenesisFile.FileName);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task ANodesChainIsTakenWhileItRunsAndRestored()
    {
        string file = Path.Combine(folder, "chain.snapshot");
        await RunAsync(3, async () =>
        {
            Succeed("snapshot", "--dir", Node, "--out", file);
            Fail("expected no file", "snapshot", "--dir", Node, "--out", file);
            await RequireGatewayAsync();
        });
        string restored = Path.Combine(folder, "restored");
        string output = Succeed("restore", "--snapshot", file, "--dir", restored, "--genesis", Genesis);
        Assert.Contains("which the committee of the genesis file decided", output, StringComparison.Ordinal);
        Assert.Contains("to its last value", output, StringComparison.Ordinal);
        Assert.Equal(["chain.db"], Directory.EnumerateFileSystemEntries(restored).Select(Path.GetFileName));
        Fail("expected no chain", "restore", "--snapshot", file, "--dir", restored, "--genesis", Genesis);

        // The log of another chain, left behind where its store was removed.
        string behind = Directory.CreateDirectory(Path.Combine(folder, "behind")).FullName;
        File.WriteAllBytes(Path.Combine(behind, "chain.db-wal"), [1]);
        Fail("chain.db-wal: expected no chain there", "restore", "--snapshot", file, "--dir", behind, "--genesis", Genesis);
        Fail("expected the genesis file", "restore", "--snapshot", file, "--dir", Path.Combine(folder, "other"));

        // A follower goes back, a validator does not.
        Assert.Contains("and is 1", Succeed("rollback", "--dir", restored, "--to", "1"), StringComparison.Ordinal);
        Fail($"{restored}: expected a block up to 1, the latest there, got 99999", "rollback", "--dir", restored, "--to", "99999");
        Fail("validator.key", "rollback", "--dir", Node, "--to", "1");
        using (SqliteStore.Open(Path.Combine(restored, "chain.db")))
        {
            Fail("a process runs there", "rollback", "--dir", restored, "--to", "0");
        }

        // The validator itself begins anew and goes on: from a snapshot of all that it signed, since nobody else has the blocks after it.
        ulong height = 0;
        string whole = Path.Combine(folder, "whole.snapshot");
        Succeed("snapshot", "--dir", Node, "--out", whole);
        foreach (string part in Directory.EnumerateFiles(Node, "chain.db*"))
        {
            File.Delete(part);
        }

        output = Succeed("restore", "--snapshot", whole, "--dir", Node, "--check", "certificate");
        Assert.Contains("no value of the state", output, StringComparison.Ordinal);
        await RunAsync(6, async () => height = await HeightAsync() ?? 0);
        Assert.InRange(height, 6ul, ulong.MaxValue);
    }

    [Fact]
    public async Task AValidatorIsOneHoweverItIsConfigured()
    {
        await RunAsync(2, () => Task.CompletedTask);
        string json = Path.Combine(Node, NodeFile.FileName);
        string yaml = Path.Combine(Node, NodeFolder.YamlConfiguration);
        File.Copy(json, yaml);
        Fail("got both", "snapshot", "--dir", Node, "--out", Path.Combine(folder, "two"));
        File.Delete(json);
        Succeed("snapshot", "--dir", Node, "--out", Path.Combine(folder, "of-yaml"));

        // By its key, by its configuration alone, and by neither.
        Fail("got a validator's", "rollback", "--dir", Node, "--to", "1");
        File.Delete(Path.Combine(Node, NodeFile.SigningKeyFile));
        Fail("got a validator's (node.yaml)", "rollback", "--dir", Node, "--to", "1");
        File.Delete(yaml);
        Succeed("rollback", "--dir", Node, "--to", "1");
    }

    [Fact]
    public async Task AStoreInWhichSomethingWasChangedIsRefused()
    {
        await RunAsync(3, () => Task.CompletedTask);
        string chain = Path.Combine(Node, "chain.db");
        string certificate = Restore(chain, AuditDepth.Certificate, 7, static value => value[^1] ^= 1);
        Assert.Contains("the commit certificate of block", certificate, StringComparison.Ordinal);
        Assert.Contains(
            "header", Restore(chain, AuditDepth.Certificate, 2, static value => value[40] ^= 1), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("roots", Restore(chain, AuditDepth.Certificate, 6, static value => value[31] ^= 1), StringComparison.Ordinal);

        // Sierra, compiled classes, diffs and values stand in the whole check.
        foreach (byte table in (byte[])[5, 10, 11])
        {
            Assert.NotEmpty(Restore(chain, AuditDepth.Whole, table, static value => value[value.Length / 2] ^= 1));
        }

        string other = Path.Combine(folder, "another");
        LocalNetwork.Create(other, 1, FreePorts.Take(), FreePorts.Take());
        string file = Path.Combine(folder, "mine");
        Succeed("snapshot", "--dir", Node, "--out", file);
        string target = Path.Combine(folder, "target");
        File.WriteAllText(
            Path.Combine(other, GenesisFile.FileName),
            File.ReadAllText(Path.Combine(other, GenesisFile.FileName)).Replace("SN_SEPOLIA", "OTHER", StringComparison.Ordinal));
        Fail(
            "expected chain", "restore", "--snapshot", file, "--dir", target, "--genesis", Path.Combine(other, GenesisFile.FileName));
        Assert.False(Directory.Exists(target));

        // A committee of others has signed nothing of this chain; all else is equal.
        JsonNode mine = JsonNode.Parse(File.ReadAllBytes(Genesis))!;
        JsonNode theirs = JsonNode.Parse(File.ReadAllBytes(Path.Combine(other, GenesisFile.FileName)))!;
        mine["validators"]![0]!["signing_key"] = theirs["validators"]![0]!["signing_key"]!.DeepClone();
        string committee = Path.Combine(folder, "committee.json");
        File.WriteAllText(committee, mine.ToJsonString());
        Fail("the commit certificate of block", "restore", "--snapshot", file, "--dir", target, "--genesis", committee);
        Assert.Empty(Directory.EnumerateFileSystemEntries(target));
        Succeed("restore", "--snapshot", file, "--dir", target, "--genesis", Genesis);
    }

    // The node serves the feeder gateway too, and signs for it with a key of its own.
    private async Task RequireGatewayAsync()
    {
        using HttpClient http = new();
        FeederClient client = new(http, new Uri($"http://127.0.0.1:{port}"), new());
        FeederBlock? block = await client.BlockAsync(2, CancellationToken.None);
        Assert.Equal(block!.Block.Header.Hash, BlockHash.Compute(block.Block.Header));
        Felt key = await client.PublicKeyAsync(CancellationToken.None);
        (Felt hash, EcdsaSignature signature) = await client.SignatureAsync(2, CancellationToken.None);
        Assert.Equal(block.Block.Header.Hash, hash);
        Assert.True(BlockSigner.Verify(key, hash, signature));
        Assert.True(File.Exists(Path.Combine(Node, "feeder.key")));
    }

    // Changes the last record of a table, or the first, and gives why the store is refused.
    private string Restore(string chain, AuditDepth depth, byte table, Action<byte[]> change)
    {
        using MemoryStore changed = new();
        using (SqliteStore store = SqliteStore.Open(chain))
        {
            List<StoreRecord> records = [.. store.Scan([])];
            StoreRecord last = records.Last(record => record.Key[0] == table);
            WriteBatch batch = new();
            foreach (StoreRecord record in records)
            {
                byte[] value = [.. record.Value];
                if (record.Key.SequenceEqual(last.Key))
                {
                    change(value);
                }

                batch.Put(record.Key, value);
            }

            changed.Write(_ => batch);
        }

        using Proofs.Checking.BlockAuthority authority = Verbs.GenesisAuthority.Open(Genesis);
        AuditBasis basis = Verbs.RestoreVerb.Basis(GenesisFile.Load(Genesis), authority);
        return Assert.Throws<InvalidDataException>(() => ChainAudit.Require(changed, basis, depth)).Message;
    }

    private static string Succeed(params string[] arguments)
    {
        (int code, string output, string error) = CommandLineRun.Of(arguments);
        Assert.Equal((0, string.Empty), (code, error));
        return output;
    }

    private static void Fail(string reason, params string[] arguments)
    {
        Exception refusal = Assert.ThrowsAny<Exception>(() => CommandLineRun.Of(arguments));
        Assert.True(refusal is InvalidDataException or IOException, refusal.ToString());
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    private int port;

    private async Task RunAsync(ulong height, Func<Task> meanwhile)
    {
        if (port == 0)
        {
            port = FreePorts.Take();
            LocalNetwork.Create(folder, 1, port, FreePorts.Take());
            string slow = File.ReadAllText(Genesis);
            File.WriteAllText(
                Genesis, slow.Replace("\"empty_block_interval_ms\": 5000", "\"empty_block_interval_ms\": 20", StringComparison.Ordinal));
        }

        using CancellationTokenSource stop = new(TimeSpan.FromSeconds(120));
        NodeHost host = NodeHost.Open(Node, NullLoggerFactory.Instance);
        await using (host)
        {
            Task running = host.RunAsync(stop.Token);
            while (await HeightAsync() is not { } reached || reached < height)
            {
                Assert.False(running.IsFaulted, running.Exception?.ToString());
                await Task.Delay(20, stop.Token);
            }

            await meanwhile();
            await stop.CancelAsync();
            await running;
        }
    }

    private async Task<ulong?> HeightAsync()
    {
        using HttpClient http = new();
        try
        {
            return await new RpcClient(http, new Uri($"http://127.0.0.1:{port}")).BlockNumberAsync(CancellationToken.None);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
