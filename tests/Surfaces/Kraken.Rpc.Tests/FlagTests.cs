using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Xunit;

namespace Kraken.Rpc.Tests;

/// <summary>Flags of the specification 0.10.4 that ask for more.</summary>
public sealed class FlagTests
{
    private readonly RpcFixture rpc = new();

    [Fact]
    public async Task ProofFactsAreShownWhereAskedForEvenWhenThereAreNone()
    {
        int invokes = 0;
        for (int number = 1; number < rpc.Chain.Blocks.Count; number++)
        {
            string id = $$"""{"block_number":{{number}}}""";
            foreach (bool asked in (bool[])[true, false])
            {
                string flags = asked ? """["INCLUDE_PROOF_FACTS"]""" : "[]";
                JsonElement block = (await rpc.ResultAsync("starknet_getBlockWithTxs", $"[{id},{flags}]")).GetProperty("transactions")[0];
                JsonElement receipts = (
                    await rpc.ResultAsync("starknet_getBlockWithReceipts", $"[{id},{flags}]")).GetProperty("transactions")[0];
                JsonElement indexed = await rpc.ResultAsync("starknet_getTransactionByBlockIdAndIndex", $"[{id},0,{flags}]");
                string hash = block.GetProperty("transaction_hash").GetString()!;
                JsonElement byHash = await rpc.ResultAsync("starknet_getTransactionByHash", $"""["{hash}",{flags}]""");
                bool isInvoke = block.GetProperty("type").GetString() == "INVOKE";
                foreach (JsonElement transaction in (JsonElement[])[block, receipts.GetProperty("transaction"), indexed, byHash])
                {
                    Assert.Equal(asked && isInvoke, transaction.TryGetProperty("proof_facts", out JsonElement facts));
                    Assert.Equal(0, facts.ValueKind == JsonValueKind.Array ? facts.GetArrayLength() : 0);
                }

                invokes += isInvoke ? 1 : 0;
            }
        }

        Assert.True(invokes > 10);
    }

    [Fact]
    public async Task TheLastUpdateIsTheLastBlockUpToTheOneAskedForThatWroteTheCell()
    {
        int written = 0;
        foreach (ulong at in Enumerable.Range(5, 23).Select(number => (ulong)number))
        {
            foreach ((Felt address, Felt key, Felt value) in Cells(at))
            {
                string id = $$"""{"block_number":{{at}}}""";
                JsonElement plain = await rpc.ResultAsync("starknet_getStorageAt", $"""["{address}","{key}",{id}]""");
                JsonElement result = await rpc.ResultAsync(
                    "starknet_getStorageAt", $"""["{address}","{key}",{id},["INCLUDE_LAST_UPDATE_BLOCK"]]""");
                Assert.Equal(value.ToString(), plain.GetString());
                Assert.Equal(value.ToString(), result.GetProperty("value").GetString());
                int expected = Enumerable.Range(0, (int)at + 1).Last(number => Writes((ulong)number, address, key));
                Assert.Equal(expected, result.GetProperty("last_update_block").GetInt32());
                written++;
            }
        }

        Assert.True(written > 10);
        JsonElement never = await rpc.ResultAsync("starknet_getStorageAt", """["0x1","0x63","latest",["INCLUDE_LAST_UPDATE_BLOCK"]]""");
        Assert.Equal(0, never.GetProperty("last_update_block").GetInt32());
        Assert.Equal("0x0", never.GetProperty("value").GetString());
        Assert.Equal(20, await rpc.ErrorAsync("starknet_getStorageAt", """["0x77","0x63","latest",["INCLUDE_LAST_UPDATE_BLOCK"]]"""));
    }

    [Fact]
    public async Task InitialReadsStandBesideTracesAndSimulations()
    {
        JsonElement traces = await rpc.ResultAsync("starknet_traceBlockTransactions", """["latest",["RETURN_INITIAL_READS"]]""");
        CheckReads(traces.GetProperty("initial_reads"));
        JsonElement plain = await rpc.ResultAsync("starknet_traceBlockTransactions", """["latest",[]]""");
        Assert.True(JsonElement.DeepEquals(plain, traces.GetProperty("traces")));

        string transaction = JsonSerializer.Serialize(rpc.Chain.Steps[9].GetProperty("transaction"));
        JsonElement simulated = await rpc.ResultAsync(
            "starknet_simulateTransactions", $$"""["latest",[{{transaction}}],["SKIP_VALIDATE","RETURN_INITIAL_READS"]]""");
        CheckReads(simulated.GetProperty("initial_reads"));
        Assert.Equal(1, simulated.GetProperty("simulated_transactions").GetArrayLength());
        Assert.Equal(Starknet.Chain.SimulationFlags.SkipValidate, rpc.Executor.Simulations[0].Flags);
        JsonElement without = await rpc.ResultAsync("starknet_simulateTransactions", $$"""["latest",[{{transaction}}],[]]""");
        Assert.Equal(JsonValueKind.Array, without.ValueKind);
        Assert.Equal(1, rpc.Executor.Traced - 2);
    }

    // The recorded executor says so.
    private static void CheckReads(JsonElement reads)
    {
        Assert.Equal("""[{"contract_address":"0x1","key":"0x2","value":"0x3"}]""", reads.GetProperty("storage").GetRawText());
        Assert.Equal("""[{"contract_address":"0x4","nonce":"0x5"}]""", reads.GetProperty("nonces").GetRawText());
        Assert.Equal("""[{"contract_address":"0x6","class_hash":"0x7"}]""", reads.GetProperty("class_hashes").GetRawText());
        Assert.Equal(
            """[{"class_hash":"0x8","is_declared":true},{"class_hash":"0x9","is_declared":false}]""",
            reads.GetProperty("declared_contracts").GetRawText());
        Assert.Equal(4, reads.EnumerateObject().Count());
    }

    private System.Collections.Generic.IEnumerable<(Felt Address, Felt Key, Felt Value)> Cells(ulong at)
    {
        foreach (ContractStorageDiff diff in rpc.Chain.StateDiffAt(at)!.StorageDiffs)
        {
            foreach (StorageEntry entry in diff.Entries)
            {
                yield return (diff.Address, entry.Key, entry.Value);
            }
        }
    }

    private bool Writes(ulong number, Felt address, Felt key) =>
        rpc.Chain.StateDiffAt(number)!.StorageDiffs.Any(diff => diff.Address == address && diff.Entries.Any(entry => entry.Key == key));
}
