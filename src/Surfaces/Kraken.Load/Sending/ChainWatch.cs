using System;
using System.Collections.Immutable;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Load.Measuring;
using Kraken.Rpc.Client;
using Kraken.Starknet.Blocks;

namespace Kraken.Load.Sending;

/// <summary>
/// Follows the chain and notes each transaction of the run when its block appears, proposed or decided: by looks at the height, at the
/// proposal, and by reading blocks, each on a thread and a connection of its own, at one node, another where that one does not answer.
/// </summary>
/// <remarks>
/// A look at the height is the smallest question there is, and the time of its answer is the time of all blocks that it found. What these
/// blocks hold is read after that, as late as it may be.
/// </remarks>
internal sealed class ChainWatch(ImmutableArray<LoadNode> nodes, LoadTally tally, LoadClock clock, bool observesPreConfirmed)
{
    /// <summary>How many requests are under way at most.</summary>
    public const int Threads = 3;

    /// <summary>From one look at the height to the next: a block counts as seen at most so long after it could be.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    // The answer is larger, and grows with the block.
    private static readonly TimeSpan ProposalInterval = TimeSpan.FromMilliseconds(100);

    private readonly Sightings sightings = new();
    private volatile string? refusal;

    /// <summary>Why there are no latencies to pre-confirmation, or what they leave out.</summary>
    public string? Note => !observesPreConfirmed ? "not asked for"
        : refusal is not null ? $"not available: {refusal}"
        : $"seen every {ProposalInterval.TotalSeconds:0.0} s; "
            + "a transaction that went from the pool into a decided block between two looks is left out";

    /// <summary>Follows from a height until cancelled.</summary>
    public Task RunAsync(ulong next, CancellationToken cancellation)
    {
        BlockReader reader = new(tally, sightings, next);
        return Task.WhenAll(
            FollowAsync(Interval, LookAtHeight, cancellation),
            FollowAsync(Interval, reader.ReadAll, cancellation),
            observesPreConfirmed ? FollowAsync(ProposalInterval, LookAtProposal, cancellation) : Task.CompletedTask);
    }

    /// <summary>Looks again and again, on a thread of its own, at another node after one that failed.</summary>
    private Task FollowAsync(TimeSpan interval, Action<RpcClient, CancellationToken> look, CancellationToken cancellation) =>
        Task.Factory.StartNew(
            () =>
            {
                int at = 0;
                while (!cancellation.IsCancellationRequested)
                {
                    TimeSpan next = clock.Elapsed + interval;
                    try
                    {
                        look(nodes[at].Watching, cancellation);
                    }
                    catch (Exception failure) when (NodeFailure.IsAny(failure))
                    {
                        // The node restarts or is slow, or the run is over: the chain is read on where it was left.
                        at = (at + 1) % nodes.Length;
                    }

                    TimeSpan rest = next - clock.Elapsed;
                    if (rest > TimeSpan.Zero)
                    {
                        cancellation.WaitHandle.WaitOne(rest);
                    }
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

    private void LookAtHeight(RpcClient client, CancellationToken cancellation)
    {
        ulong height = client.BlockNumberAsync(cancellation).GetAwaiter().GetResult();
        sightings.Add(height, clock.Elapsed);
    }

    private void LookAtProposal(RpcClient client, CancellationToken cancellation)
    {
        if (refusal is not null || tally.Following == 0)
        {
            return;
        }

        try
        {
            ImmutableArray<Felt> hashes = client.TransactionHashesAsync(BlockId.PreConfirmed, cancellation).GetAwaiter().GetResult();
            TimeSpan seen = clock.Elapsed;
            foreach (Felt hash in hashes)
            {
                tally.PreConfirmed(hash, seen);
            }
        }
        catch (RpcClientException error) when (error.Code is RpcErrorCode.InvalidParams or RpcErrorCode.MethodNotFound
            or RpcErrorCode.BlockNotFound)
        {
            refusal = error.Message;
        }
    }
}
