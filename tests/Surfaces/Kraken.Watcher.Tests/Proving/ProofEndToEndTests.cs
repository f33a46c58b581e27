using System;
using System.Linq;
using System.Net.Http;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Proofs;
using Kraken.Proofs.Checking.Chain;
using Kraken.Proofs.Checking;
using Kraken.Proofs.Checking.Tests;
using Kraken.Rpc.Client;
using Kraken.Rpc.Server;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;
using Kraken.Watcher.Proving;
using Kraken.Watcher.Queue;
using Kraken.Watcher.Tests.Chain;
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
        await Workers.Follower(chain, folder, queue).CatchUpAsync(Token);
        FileProofStore store = new(folder["proofs"]);
        ProofCheck check = new(chain);
        await Workers.Worker(folder, queue, new CallProver(new RemoteClasses(chain)), store, check.RunAsync).ProveOldestAsync(Token);

        ProofKey key = Assert.Single(store.Latest(10));
        StoredProof stored = store.Read(key)!;
        Assert.True(stored.Manifest.SecurityBits >= 96);
        ProofCheckReport report = await check.RunAsync(stored, Token);
        Assert.True(report.IsValid, string.Join('\n', report.Steps));
        Assert.Equal(9, report.Steps.Length);
        IsEstablished(report.Established!, (await chain.BlockAsync(1, Token)));
        Assert.Equal(2, report.Taken.Length);

        await CheckCommitteeAsync(chain, stored);
        await CheckOverRpcAsync(chain, stored);
        await CheckAlterationsAsync(chain, stored, check);
    }

    private static void IsEstablished(EstablishedCall call, Block block)
    {
        Assert.Equal(
            (1ul, block.Header.Hash, block.Transactions[1].Hash, 1),
            (call.BlockNumber, call.BlockHash, call.TransactionHash, call.TransactionIndex));
        Assert.Equal(Selector.FromName("fib"), call.Output.Selector);
        Assert.Equal([10], call.Output.Calldata);
        Assert.Equal([55], call.Output.ReturnData);
        Assert.Contains(call.Proves, sentence => sentence.Contains($"class {call.Output.ClassHash}", StringComparison.Ordinal));
    }

    /// <summary>With a genesis file the certificate is a step of its own, and the block of another committee is not valid.</summary>
    private static async Task CheckCommitteeAsync(LocalChain chain, StoredProof stored)
    {
        using SigningCommittee committee = new("SN_SEPOLIA", chain.GenesisHash);
        using BlockAuthority authority = committee.Authority();
        ProofCheck check = new(chain, authority);
        await ExpectFailureAsync(5, stored, check);
        chain.Certificate = number => committee.Certificate(number, stored.Manifest.BlockHash, 0, 1);
        await ExpectFailureAsync(5, stored, check);
        chain.Certificate = number => committee.Certificate(number, stored.Manifest.BlockHash, 0, 2, 3);
        ProofCheckReport report = await check.RunAsync(stored, Token);
        Assert.True(report.IsValid, string.Join('\n', report.Steps));
        Assert.Equal((10, 1), (report.Steps.Length, report.Taken.Length));
        using SigningCommittee elsewhere = new("SN_MAIN", chain.GenesisHash);
        using BlockAuthority other = elsewhere.Authority();
        await ExpectFailureAsync(5, stored, new ProofCheck(chain, other));
    }

    private static async Task CheckOverRpcAsync(LocalChain chain, StoredProof stored)
    {
        RpcServer server = chain.Serve();
        Uri address;
        await using (server)
        {
            await server.StartAsync(Token);
            address = server.Address;
            using HttpClient http = new();
            ProofCheckReport report = await new ProofCheck(new RpcBlockSource(new RpcClient(http, server.Address))).RunAsync(stored, Token);
            Assert.True(report.IsValid, string.Join('\n', report.Steps));
        }

        using HttpClient later = new();
        ProofCheckReport absent = await new ProofCheck(new RpcBlockSource(new RpcClient(later, address))).RunAsync(stored, Token);
        Assert.Equal(
            [CheckOutcome.Passed, CheckOutcome.Passed, CheckOutcome.Passed, CheckOutcome.Passed, CheckOutcome.Skipped],
            absent.Steps.Take(5).Select(step => step.Outcome));
        Assert.False(absent.IsValid);
        Assert.Null(absent.Established);
    }

    private static async Task CheckAlterationsAsync(LocalChain chain, StoredProof stored, ProofCheck check)
    {
        ProofManifest manifest = stored.Manifest;
        byte[] damaged = [.. stored.Proof];
        int place = Array.FindIndex(damaged, damaged.Length / 2, value => value is >= (byte)'1' and <= (byte)'8');
        damaged[place]++;
        string sha = Convert.ToHexStringLower(SHA256.HashData(damaged));
        string inputs = Encoding.UTF8.GetString(stored.PublicInputs).Replace("\"0x37\"", "\"0x38\"", StringComparison.Ordinal);
        await ExpectFailureAsync(0, stored with { Proof = damaged }, check);
        await ExpectFailureAsync(0, stored with { Manifest = manifest with { ProofBytes = manifest.ProofBytes + 1 } }, check);
        await ExpectFailureAsync(1, stored with { Proof = damaged, Manifest = manifest with { ProofSha256 = sha } }, check);
        await ExpectFailureAsync(2, stored with { PublicInputs = Encoding.UTF8.GetBytes(inputs) }, check);
        foreach (ProofManifest lie in (ProofManifest[])
            [
                manifest with { ProgramHash = 1 },
                manifest with { EntryPoint = "mint_to_mallory" },
                manifest with { EntryPoint = "fact" },
                manifest with { EntryPoint = "0x1" },
                manifest with { EntryPoint = "" },
                manifest with { SecurityBits = 128 },
                manifest with { PreprocessedTrace = "canonical" },
            ])
        {
            await ExpectFailureAsync(3, stored with { Manifest = lie }, check);
        }

        ProofCheckReport bySelector =
            await check.RunAsync(stored with { Manifest = manifest with { EntryPoint = Selector.FromName("fib").ToString() } }, Token);
        Assert.True(bySelector.IsValid);

        // The same statement for another transaction of the block, or of another block, or on a chain that says otherwise.
        PublicInputs stated = PublicInputs.TryRead(stored.PublicInputs)!;
        Felt other = (await chain.BlockAsync(1, Token)).Transactions[2].Hash;
        foreach ((int step, Felt transaction) in ((int, Felt)[])[(8, other), (6, 5)])
        {
            byte[] moved = (stated with { TransactionHash = transaction }).ToJson();
            await ExpectFailureAsync(
                step, stored with { Manifest = manifest with { TransactionHash = transaction }, PublicInputs = moved }, check);
        }

        await ExpectFailureAsync(
            6, stored with { Manifest = manifest with { BlockHash = 5 }, PublicInputs = (stated with { BlockHash = 5 }).ToJson() }, check);
        Felt hash = chain.Decide(chain.Call(2, "fib", 4)).Header.Hash;
        byte[] later = (stated with { BlockNumber = 2, BlockHash = hash }).ToJson();
        await ExpectFailureAsync(
            6, stored with { Manifest = manifest with { BlockNumber = 2, BlockHash = hash }, PublicInputs = later }, check);

        // The transaction's content under its old hash: the block's hash does not see it.
        chain.AlterBlock = block => block with
        {
            Transactions = block.Transactions.SetItem(1, ((InvokeTransaction)block.Transactions[1]) with { Calldata = [1, 2, 3, 0] }),
        };
        await ExpectFailureAsync(5, stored, check);
        chain.AlterBlock = block =>
            block with { Receipts = block.Receipts.SetItem(1, block.Receipts[1] with { ActualFee = new FeePayment(1) }) };
        await ExpectFailureAsync(4, stored, check);
        chain.AlterBlock = block => block with { Receipts = [] };
        ProofCheckReport odd = await check.RunAsync(stored, Token);
        Assert.False(odd.IsValid);
    }

    private static async Task ExpectFailureAsync(int step, StoredProof stored, ProofCheck check)
    {
        ProofCheckReport report = await check.RunAsync(stored, Token);
        Assert.False(report.IsValid);
        Assert.Null(report.Established);
        Assert.True(report.Steps[step].Outcome == CheckOutcome.Failed, string.Join('\n', report.Steps));
        Assert.All(report.Steps.Skip(step + 1), later => Assert.Equal(CheckOutcome.Skipped, later.Outcome));
    }
}
