using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Proofs;
using Kraken.Starknet.Blocks;
using Kraken.Watcher.Tests.Chain;
using Kraken.Watcher.Tests.Proving;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kraken.Watcher.Tests;

public sealed class WatcherServiceTests
{
    [Fact]
    public async Task Stopped_at_any_proof_and_started_again_it_proves_every_call_once()
    {
        using LocalChain chain = new();
        using TemporaryFolder folder = new();
        List<Felt> expected = [];
        for (int block = 0; block < 4; block++)
        {
            Block decided = chain.Decide(chain.Call(0, "fib", 3), chain.Call(1, "fact", 3));
            expected.AddRange(decided.Transactions.Select(transaction => transaction.Hash));
        }

        FileProofStore store = new(folder["proofs"]);
        List<Felt> proved = [];
        for (int run = 0; proved.Count < expected.Count; run++)
        {
            Assert.True(run <= expected.Count);
            using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            CountingProver prover = new();
            prover.Before = _ =>
            {
                // The second proof of each run is cut off.
                if (prover.Proved.Count == 1 && proved.Count + 1 < expected.Count)
                {
                    stop.Cancel();
                }
                else if (proved.Count + prover.Proved.Count + 1 == expected.Count)
                {
                    stop.CancelAfter(TimeSpan.FromMilliseconds(200));
                }
            };
            await WatcherService.RunAsync(
                folder.Options, chain, store, Workers.Passes, prover, TimeProvider.System, NullLogger.Instance, stop.Token);
            proved.AddRange(prover.Proved);
        }

        Assert.Equal(expected, proved);
        Assert.Equal(expected.Count, store.Latest(100).Count);
    }
}
