using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Proofs.Checking;
using Kraken.Proofs.Checking.Chain;
using Kraken.Rpc.Client;
using Kraken.Rpc.Server;
using Kraken.Starknet.Genesis;
using Kraken.State.Store;
using Kraken.Watcher.Queue;
using Kraken.Watcher.Tests.Chain;
using Xunit;

namespace Kraken.Watcher.Tests.Following;

public sealed class RpcFollowingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Blocks_read_from_a_nodes_server_are_replayed_without_a_mismatch()
    {
        using LocalChain chain = new();
        using TemporaryFolder folder = new();
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
            RpcBlockSource source = new(new RpcClient(http, server.Address));
            using ProofQueue queue = new(folder["data/queue"], 100);
            await Workers.Follower(source, folder, queue).CatchUpAsync(Token);

            Assert.Empty(Directory.EnumerateFiles(folder["data/mismatches"]));
            Assert.Equal(12, queue.Count);
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
        using TemporaryFolder folder = new();
        for (int block = 0; block < 5; block++)
        {
            chain.Decide(chain.Call(1, "fact", 3));
        }

        RpcServer server = chain.Serve();
        await using (server)
        {
            await server.StartAsync(Token);
            using HttpClient http = new();
            RpcBlockSource source = new(new RpcClient(http, server.Address));
            using ProofQueue queue = new(folder["data/queue"], 100);
            RpcClientException refused = await Assert.ThrowsAsync<RpcClientException>(
                () => Workers.Follower(source, folder, queue).CatchUpAsync(Token));
            Assert.Contains("the state of block 0 is no longer held", refused.Message, StringComparison.Ordinal);

            // No verdict on the block: the check is left out, with the reason. The last block can still be checked.
            CheckedBlock unknown = await new BlockCheck(source, null).RunAsync(1, new HashSet<Felt>(), Token);
            Assert.All(unknown.Steps, step => Assert.Equal(CheckOutcome.Skipped, step.Outcome));
            Assert.Contains("the state of block 0 is no longer held", unknown.Steps[0].Detail, StringComparison.Ordinal);
            CheckedBlock last = await new BlockCheck(source, null).RunAsync(5, new HashSet<Felt>(), Token);
            Assert.All(last.Steps, step => Assert.Equal(CheckOutcome.Passed, step.Outcome));
        }
    }
}
