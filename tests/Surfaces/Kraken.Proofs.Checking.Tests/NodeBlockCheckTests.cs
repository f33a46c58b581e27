using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Proofs.Checking.Chain;
using Kraken.Proofs.Checking.Tests.Chain;
using Kraken.Starknet;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Transactions;
using Kraken.Watcher.Tests.Chain;
using Xunit;

namespace Kraken.Proofs.Checking.Tests;

/// <summary>What a node gives as a block is compared with its hash, with what was proved, and with the committee's signatures.</summary>
public sealed class NodeBlockCheckTests : IDisposable
{
    private readonly LocalChain chain = new();
    private readonly SigningCommittee committee;
    private readonly BlockAuthority authority;
    private readonly Felt hash;

    public NodeBlockCheckTests()
    {
        hash = chain.Decide(chain.Transfer(1, 0x5555)).Header.Hash;
        committee = new SigningCommittee(new GenesisDescription().ChainId.Name, chain.GenesisHash);
        authority = committee.Authority();
        chain.Certificate = number => committee.Certificate(number, hash, [0, 1, 2]);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        authority.Dispose();
        committee.Dispose();
        chain.Dispose();
    }

    [Fact]
    public async Task AnHonestNodesBlockPassesEveryStep()
    {
        CheckReport report = await CheckAsync(hash);
        Assert.True(report.IsValid, $"{report.FirstFailure}");
        Assert.Equal(4, report.Steps.Length);
        Assert.Equal(3, (await CheckAsync(null)).Steps.Length);
        Assert.True((await new NodeBlockCheck(chain, authority).RunAsync(0, null, Token)).IsValid);
    }

    [Fact]
    public async Task EachLieIsFoundByItsStep()
    {
        Assert.Equal(NodeBlockCheck.ProvedStep, (await CheckAsync(5)).FirstFailure!.Name);
        chain.AlterDiff = (_, _) => StateDiff.Empty;
        Assert.Equal(NodeBlockCheck.BlockStep, (await CheckAsync(hash)).FirstFailure!.Name);
        chain.AlterDiff = (_, diff) => diff;
        chain.AlterBlock = block => block with { Transactions = [block.Transactions[0] with { Signature = [1] }] };
        Assert.Equal(NodeBlockCheck.BlockStep, (await CheckAsync(hash)).FirstFailure!.Name);
        foreach (Func<InvokeTransaction, Transaction> lie in (Func<InvokeTransaction, Transaction>[])
        [
            sent => sent with { Calldata = [1] },
            sent => sent with { SenderAddress = 5 },
            sent => sent with { Nonce = 77 },
            sent => sent with { ResourceBounds = default },
        ])
        {
            // Under the right hash, which the commitments cover.
            chain.AlterBlock = block => block with { Transactions = [lie((InvokeTransaction)block.Transactions[0])] };
            CheckStep found = (await CheckAsync(hash)).FirstFailure!;
            Assert.Equal(NodeBlockCheck.BlockStep, found.Name);
            Assert.Contains("transaction 0 of block 1 hashes to", found.Detail, StringComparison.Ordinal);
        }

        chain.AlterBlock = block => block;
        chain.Certificate = number => committee.Certificate(number, hash, [0, 1]);
        Assert.Equal(NodeBlockCheck.CommitteeStep, (await CheckAsync(hash)).FirstFailure!.Name);
        chain.Certificate = _ => null;
        Assert.Equal(NodeBlockCheck.CommitteeStep, (await CheckAsync(hash)).FirstFailure!.Name);
        using SigningCommittee elsewhere = new(ChainId.Main.Name, chain.GenesisHash);
        using BlockAuthority other = elsewhere.Authority();
        CheckReport report = await new NodeBlockCheck(chain, other).RunAsync(1, hash, Token);
        Assert.Equal(NodeBlockCheck.ChainStep, report.FirstFailure!.Name);
        Assert.Equal("expected chain SN_MAIN, the nodes are on SN_SEPOLIA", report.FirstFailure.Detail);
    }

    [Fact]
    public async Task NodesOfWhichTooFewAgreeGiveNoBlock()
    {
        using LocalChain other = new();
        other.Decide(other.Transfer(2, 0x7777));
        AgreedChainSource nodes = new([("a", chain), ("b", other)]);
        CheckReport report = await new NodeBlockCheck(nodes, authority).RunAsync(1, hash, Token);
        CheckStep step = report.Steps.First(item => item.Outcome != CheckOutcome.Passed);
        Assert.Equal((NodeBlockCheck.BlockStep, CheckOutcome.Skipped), (step.Name, step.Outcome));
        Assert.Contains("of 2 nodes no 2 agree on block 1", step.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OneNodesFalseCertificateHidesNoGoodOne()
    {
        byte[][] lies = [[7], committee.Certificate(1, hash, [0, 1]), committee.Certificate(1, 5, [0, 1, 2]), []];
        foreach (byte[] lie in lies)
        {
            LyingNode liar = new(chain) { Certificate = (_, _) => lie };
            AgreedChainSource nodes = new([("liar", liar), ("b", chain), ("c", chain), ("d", chain)]);
            CheckReport report = await new NodeBlockCheck(nodes, authority).RunAsync(1, hash, Token);
            Assert.True(report.IsValid, $"{report.FirstFailure}");
        }

        AgreedChainSource liars =
            new(lies.Select((lie, i) => ($"{i}", (IChainSource)new LyingNode(chain) { Certificate = (_, _) => lie })));
        Assert.Equal(
            NodeBlockCheck.CommitteeStep, (await new NodeBlockCheck(liars, authority).RunAsync(1, hash, Token)).FirstFailure!.Name);
    }

    private Task<CheckReport> CheckAsync(Felt? proved) => new NodeBlockCheck(chain, authority).RunAsync(1, proved, Token);
}
