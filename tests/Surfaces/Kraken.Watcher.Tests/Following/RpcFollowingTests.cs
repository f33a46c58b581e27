using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Farm.Witnesses;
using Kraken.Fields;
using Kraken.Proofs.Checking;
using Kraken.Proofs.Checking.Chain;
using Kraken.Proofs.Checking.Tests;
using Kraken.Proofs.Ranges;
using Kraken.Rpc.Client;
using Kraken.Rpc.Server;
using Kraken.Starknet.Genesis;
using Kraken.State.Store;
using Kraken.Watcher.Ranges;
using Kraken.Watcher.Tests.Chain;
using Xunit;

namespace Kraken.Watcher.Tests.Following;

public sealed class RpcFollowingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_witness_of_blocks_is_read_from_a_nodes_server_and_established()
    {
        using LocalChain chain = new();
        chain.Decide(chain.Call(0, "fib", 10), chain.Transfer(1, 77), chain.Sign(3, [1, chain.Demo, 9, 0]));
        for (int block = 0; block < 11; block++)
        {
            chain.Decide(chain.Call(1, "fact", 3));
        }

        RpcServer server = chain.Serve();
        await using (server)
        {
            await server.StartAsync(Token);
            using HttpClient http = new();
            RpcChainSource source = new(new RpcClient(http, server.Address));
            using SigningCommittee committee = new(new GenesisDescription().ChainId.Name, chain.GenesisHash);
            using BlockAuthority authority = committee.Authority();
            Felt last = (await chain.HeaderAsync(12, Token)).Hash;
            chain.Certificate = number => committee.Certificate(number, last, 0, 1, 2);
            ReadWitness read = await new NodeWitnessReader(source, authority).ReadAsync(new BlockSpan(1, 12), Token);
            Assert.True(RangeWitnessCodec.TryDecode(read.File.Span, out RangeWitness? witness, out string? problem), problem);
            Assert.Equal((12, last), (witness.Range.Blocks.Length, witness.Range.Blocks[^1].Block.Header.Hash));
            Assert.Equal(1_700_000_001, read.DecidedAt.ToUnixTimeSeconds());
            Assert.Equal(default, await source.StorageAtAsync(1, 12345, 1, Token));
            Assert.Equal(default, await source.ClassHashAtAsync(1, 12345, Token));
            Assert.Equal(default, await source.NonceAtAsync(1, 12345, Token));
            Assert.Null(await source.ClassAsync(1, 12345, Token));
            chain.Certificate = number => number == 2 ? [1, 2, 0xff] : null;
            Assert.Equal([1, 2, 0xff], (await source.CertificateAsync(2, Token))!.Value.ToArray());
            Assert.True((await source.CertificateAsync(3, Token))!.Value.IsEmpty);
            Assert.Equal(ChainContracts.Demo.ClassHash, await source.ClassHashAtAsync(0, chain.Demo, Token));
            Assert.Equal((Felt)1, await source.NonceAtAsync(1, new GenesisDescription().Accounts[0].Address, Token));
        }
    }

    [Fact]
    public async Task A_block_whose_parents_state_the_node_dropped_is_not_to_be_had_and_the_reason_is_told()
    {
        using LocalChain chain = new(retention: StateRetention.Newest(2));
        for (int block = 0; block < 5; block++)
        {
            chain.Decide(chain.Call(1, "fact", 3));
        }

        RpcServer server = chain.Serve();
        await using (server)
        {
            await server.StartAsync(Token);
            using HttpClient http = new();
            RpcChainSource source = new(new RpcClient(http, server.Address));
            using SigningCommittee committee = new(new GenesisDescription().ChainId.Name, chain.GenesisHash);
            using BlockAuthority authority = committee.Authority();
            Felt first = (await chain.HeaderAsync(1, Token)).Hash;
            chain.Certificate = number => committee.Certificate(number, first, 0, 1, 2);
            RpcClientException refused = await Assert.ThrowsAsync<RpcClientException>(
                () => new NodeWitnessReader(source, authority).ReadAsync(new BlockSpan(1, 1), Token));
            Assert.Contains("the state of block 0 is no longer held", refused.Message, StringComparison.Ordinal);
        }
    }
}
