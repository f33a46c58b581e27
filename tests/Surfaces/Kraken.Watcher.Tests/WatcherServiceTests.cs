using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Proofs.Ranges;
using Kraken.Watcher.Tests.Chain;
using Kraken.Watcher.Tests.Ranges;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kraken.Watcher.Tests;

public sealed class WatcherServiceTests
{
    [Fact]
    public async Task Stopped_at_any_proof_and_started_again_it_proves_every_block_once()
    {
        const int Blocks = 6;
        using LocalChain chain = new();
        using TemporaryFolder folder = new();
        for (int block = 0; block < Blocks; block++)
        {
            chain.Decide();
        }

        RangeProofStore store = new(folder["proofs"]);
        WatcherOptions options = folder.Options with { RangePatience = TimeSpan.Zero, MaxRangeBlocks = 1, YieldsToNodes = false };
        int proved = 0;
        for (int run = 0; proved < Blocks; run++)
        {
            Assert.True(run <= Blocks);
            using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            ScriptedRangeProver prover = new();
            prover.Outcome = _ =>
            {
                // The second proof of each run is cut off.
                if (prover.Attempts.Count == 2)
                {
                    stop.Cancel();
                    throw new OperationCanceledException(stop.Token);
                }

                return null;
            };
            Task service = WatcherService.RunAsync(
                options, chain, prover, prover, null, TimeProvider.System, NullLogger.Instance, stop.Token);
            await Eventually.HoldsAsync(() => service.IsCompleted || store.OfChain(prover.Genesis).Count == Blocks);
            await stop.CancelAsync();
            await service;
            proved = store.OfChain(prover.Genesis).Count;
        }

        Assert.Equal(
            Enumerable.Range(1, Blocks).Select(number => ((ulong)number, (ulong)number)),
            store.OfChain(77).Select(key => (key.FirstBlock, key.LastBlock)));
    }
}
