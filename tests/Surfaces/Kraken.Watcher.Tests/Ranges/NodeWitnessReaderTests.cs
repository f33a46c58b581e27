using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Proofs.Checking;
using Kraken.Proofs.Checking.Chain;
using Kraken.Proofs.Checking.Tests;
using Kraken.Proofs.Checking.Tests.Chain;
using Kraken.Proofs.Ranges;
using Kraken.Starknet.Genesis;
using Kraken.Watcher.Ranges;
using Kraken.Watcher.Tests.Chain;
using Xunit;

namespace Kraken.Watcher.Tests.Ranges;

/// <summary>What a node adds of the chain to the blocks is established with them: a proof beside a lie would be thrown away.</summary>
public sealed class NodeWitnessReaderTests : IDisposable
{
    private const int Last = 12;

    private readonly LocalChain chain = new();
    private readonly SigningCommittee committee;
    private readonly BlockAuthority authority;
    private readonly Dictionary<ulong, Felt> hashes = [];

    public NodeWitnessReaderTests()
    {
        for (ulong number = 1; number <= Last; number++)
        {
            hashes[number] = chain.Decide().Header.Hash;
        }

        committee = new SigningCommittee(new GenesisDescription().ChainId.Name, chain.GenesisHash);
        authority = committee.Authority();
        chain.Certificate = number => committee.Certificate(number, hashes[number], 0, 1, 2);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        authority.Dispose();
        committee.Dispose();
        chain.Dispose();
    }

    [Fact]
    public async Task An_honest_node_gives_a_witness() => Assert.NotEqual(0, (await ReadAsync(chain)).File.Length);

    [Fact]
    public async Task A_header_below_that_is_none_is_refused() =>
        await RefusedAsync(new LyingNode(chain) { Header = (number, header) => number == 7 ? header with { Timestamp = 5 } : header });

    [Fact]
    public async Task A_certificate_of_the_block_before_that_is_none_is_refused()
    {
        await RefusedAsync(new LyingNode(chain) { Certificate = (number, given) => number == 10 ? default(ReadOnlyMemory<byte>) : given });
        byte[] few = committee.Certificate(10, hashes[10], 0, 1);
        await RefusedAsync(new LyingNode(chain) { Certificate = (number, given) => number == 10 ? few : given });
    }

    [Fact]
    public async Task A_certificate_that_is_another_when_it_is_asked_for_again_is_refused()
    {
        int asked = 0;
        await RefusedAsync(new LyingNode(chain)
        {
            Certificate = (number, given) => number == Last && asked++ > 0 ? default(ReadOnlyMemory<byte>) : given,
        });
    }

    private async Task RefusedAsync(IChainSource node)
    {
        NodeRefusedException refused = await Assert.ThrowsAsync<NodeRefusedException>(() => ReadAsync(node));
        Assert.Contains("certificates and headers", refused.Message, StringComparison.Ordinal);
    }

    private Task<ReadWitness> ReadAsync(IChainSource node) =>
        new NodeWitnessReader(node, authority).ReadAsync(new BlockSpan(11, Last), Token);
}
