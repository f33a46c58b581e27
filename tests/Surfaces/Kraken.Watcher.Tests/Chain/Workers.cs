using System;
using System.Collections.Immutable;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Proofs;
using Kraken.Proofs.Checking.Chain;
using Kraken.Proofs.Checking;
using Kraken.Watcher.Following;
using Kraken.Watcher.Proving;
using Kraken.Watcher.Queue;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kraken.Watcher.Tests.Chain;

/// <summary>The watcher's parts over the folders of a test.</summary>
internal static class Workers
{
    /// <summary>Stands in for the check where the order of work is tested, not the proof: every step passes.</summary>
    public static Task<ProofCheckReport> Passes(StoredProof stored, CancellationToken cancellation) =>
        Task.FromResult(new ProofCheckReport([new CheckStep("all", CheckOutcome.Passed, "", default)]));

    public static BlockFollower Follower(IBlockSource source, TemporaryFolder folder, ProofQueue queue)
    {
        DifferingBlocks differing = new(folder["data/mismatches"]);
        return new BlockFollower(source, folder.Options, queue, differing, Board(folder, queue), TimeProvider.System, NullLogger.Instance);
    }

    public static ProofWorker Worker(
        TemporaryFolder folder,
        ProofQueue queue,
        ICallProver prover,
        IProofStore store,
        Func<StoredProof, CancellationToken, Task<ProofCheckReport>>? check = null,
        TimeProvider? clock = null) =>
        new(
            queue,
            prover,
            store,
            check ?? Passes,
            Board(folder, queue),
            TimeSpan.FromMilliseconds(1),
            clock ?? TimeProvider.System,
            NullLogger.Instance);

    private static StatusBoard Board(TemporaryFolder folder, ProofQueue queue) => new(
        new WatcherStatusFile(folder["proofs"]),
        queue,
        new DifferingBlocks(folder["data/mismatches"]),
        TimeProvider.System,
        NullLogger.Instance);
}
