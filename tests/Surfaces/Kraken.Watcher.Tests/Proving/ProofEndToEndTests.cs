using System;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Proofs;
using Kraken.Proofs.Chain;
using Kraken.Proofs.Checking;
using Kraken.Rpc.Client;
using Kraken.Rpc.Server;
using Kraken.Starknet.Receipts;
using Kraken.Watcher.Following;
using Kraken.Watcher.Proving;
using Kraken.Watcher.Queue;
using Kraken.Watcher.Tests.Chain;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kraken.Watcher.Tests.Proving;

public sealed class ProofEndToEndTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task A_call_of_fib_is_proved_stored_and_found_valid_and_every_alteration_is_found()
    {
        using LocalChain chain = new();
        using TemporaryFolder folder = new();
        chain.Decide(chain.Transfer(1, 7), chain.Call(0, "fib", 10), chain.Call(2, "fib", 4));
        using ProofQueue queue = new(folder["queue"], 10);
        await new BlockFollower(chain, folder.Options, queue, TimeProvider.System, NullLogger.Instance).CatchUpAsync(Token);
        FileProofStore store = new(folder["proofs"]);
        ProofWorker worker = new(queue, new CallProver(new RemoteClasses(chain)), store, TimeSpan.Zero, TimeProvider.System, NullLogger.Instance);
        await worker.ProveOldestAsync(Token);

        ProofKey key = Assert.Single(store.Latest(10));
        ProofManifest manifest = (await store.ManifestAsync(key, Token))!;
        Assert.True(manifest.SecurityBits >= 96);
        byte[] proof = Bytes(store.OpenProof(key)!);
        byte[] inputs = Bytes(store.OpenPublicInputs(key)!);
        ProofCheckReport report = await ProofCheck.RunAsync(proof, inputs, manifest, chain, Token);
        Assert.True(report.IsValid, string.Join('\n', report.Steps));
        Assert.Equal(7, report.Steps.Length);

        RpcServer server = chain.Serve();
        Uri address;
        await using (server)
        {
            await server.StartAsync(Token);
            address = server.Address;
            using HttpClient http = new();
            report = await ProofCheck.RunAsync(proof, inputs, manifest, new RpcBlockSource(new RpcClient(http, server.Address)), Token);
            Assert.True(report.IsValid, string.Join('\n', report.Steps));
        }

        using HttpClient later = new();
        report = await ProofCheck.RunAsync(proof, inputs, manifest, new RpcBlockSource(new RpcClient(later, address)), Token);
        Assert.Equal([CheckOutcome.Passed, CheckOutcome.Passed, CheckOutcome.Passed, CheckOutcome.Skipped], report.Steps.Take(4).Select(step => step.Outcome));
        Assert.False(report.IsValid);

        byte[] damaged = [.. proof];
        int place = Array.FindIndex(damaged, damaged.Length / 2, value => value is >= (byte)'1' and <= (byte)'8');
        damaged[place]++;
        await ExpectFailureAsync(0, damaged, inputs, manifest, chain);
        await ExpectFailureAsync(1, damaged, inputs, manifest with { ProofSha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(damaged)) }, chain);
        await ExpectFailureAsync(2, proof, System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(inputs).Replace("\"0x37\"", "\"0x38\"", StringComparison.Ordinal)), manifest, chain);
        await ExpectFailureAsync(2, proof, inputs, manifest with { ProgramHash = "0x1" }, chain);

        // The same statement for another transaction of the block, or of another block, or on a chain that says otherwise.
        string other = (await chain.BlockAsync(1, Token)).Transactions[2].Hash.ToString();
        PublicInputs moved = PublicInputs.TryRead(inputs)! with { TransactionHash = other };
        await ExpectFailureAsync(6, proof, moved.ToJson(), manifest with { TransactionHash = other }, chain);
        string hash = chain.Decide(chain.Call(2, "fib", 4)).Header.Hash.ToString();
        moved = PublicInputs.TryRead(inputs)! with { BlockNumber = 2, BlockHash = hash };
        await ExpectFailureAsync(4, proof, moved.ToJson(), manifest with { BlockNumber = 2, BlockHash = hash }, chain);
        chain.AlterBlock = block => block with { Receipts = block.Receipts.SetItem(1, block.Receipts[1] with { ActualFee = new FeePayment(1) }) };
        await ExpectFailureAsync(3, proof, inputs, manifest, chain);
    }

    private static async Task ExpectFailureAsync(int step, byte[] proof, byte[] inputs, ProofManifest manifest, LocalChain chain)
    {
        ProofCheckReport report = await ProofCheck.RunAsync(proof, inputs, manifest, chain, Token);
        Assert.False(report.IsValid);
        Assert.True(report.Steps[step].Outcome == CheckOutcome.Failed, string.Join('\n', report.Steps));
        Assert.All(report.Steps.Skip(step + 1), later => Assert.Equal(CheckOutcome.Skipped, later.Outcome));
    }

    private static byte[] Bytes(Stream stream)
    {
        using (stream)
        {
            using MemoryStream copy = new();
            stream.CopyTo(copy);
            return copy.ToArray();
        }
    }
}
