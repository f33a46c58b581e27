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
/// Follows the chain at one node, another where that one does not answer, and notes each transaction of the run when its block appears,
/// proposed or decided.
/// </summary>
internal sealed class ChainWatch(ImmutableArray<LoadNode> nodes, LoadTally tally, LoadClock clock, bool observesPreConfirmed)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    // A block that is being decided is asked for every other time: it is the larger answer.
    private const int RoundsPerProposal = 2;

    private string? refusal;

    /// <summary>Why there are no latencies to pre-confirmation, or what they leave out.</summary>
    public string? Note => !observesPreConfirmed ? "not asked for"
        : refusal is not null ? $"not available: {refusal}"
        : "seen every 0.1 s; a transaction that went from the pool into a decided block between two looks is left out";

    /// <summary>Follows from a height until cancelled.</summary>
    public async Task RunAsync(ulong next, CancellationToken cancellation)
    {
        int at = 0;
        for (long round = 0; !cancellation.IsCancellationRequested; round++)
        {
            RpcClient client = nodes[at].Client;
            try
            {
                while (next <= await client.BlockNumberAsync(cancellation).ConfigureAwait(false))
                {
                    TimeSpan seen = clock.Elapsed;
                    foreach ((Felt hash, bool isReverted) in await client.OutcomesAsync(
                        new BlockId.ByNumber(next), cancellation).ConfigureAwait(false))
                    {
                        tally.InBlock(hash, isReverted, seen);
                    }

                    next++;
                }

                if (round % RoundsPerProposal == 0 && observesPreConfirmed && refusal is null && tally.Following > 0)
                {
                    await LookAtProposalAsync(client, cancellation).ConfigureAwait(false);
                }
            }
            catch (Exception failure) when (!cancellation.IsCancellationRequested && NodeFailure.IsAny(failure))
            {
                // The node restarts or is slow: the chain is read on where it was left, from the next node if there is one.
                at = (at + 1) % nodes.Length;
            }

            await Task.Delay(Interval, clock.Time, cancellation).ConfigureAwait(false);
        }
    }

    private async Task LookAtProposalAsync(RpcClient client, CancellationToken cancellation)
    {
        try
        {
            ImmutableArray<Felt> hashes = await client.TransactionHashesAsync(BlockId.PreConfirmed, cancellation).ConfigureAwait(false);
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
