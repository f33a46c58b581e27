using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Load.Accounts;
using Kraken.Load.Measuring;
using Kraken.Load.Presigned;
using Kraken.Load.Sending;
using Kraken.Starknet.Transactions;

namespace Kraken.Load;

/// <summary>
/// Signs the transactions of a run beforehand, so that signing takes no processor time while the run is measured. The accounts' nonces are
/// those of the chain: whatever the accounts send before the file makes it useless, and it says so.
/// </summary>
public static class PresignRun
{
    private const int SignedAtATime = 256;
    private const int LinesOfProgress = 10;

    /// <summary>Prepares the accounts and writes the transactions of a run to a stream.</summary>
    /// <param name="options">The run; declares and deployments of accounts cannot be signed beforehand.</param>
    /// <param name="destination">Where the lines go.</param>
    /// <param name="connections">The connections to use.</param>
    /// <param name="time">The clock.</param>
    /// <param name="tell">Told what is being done.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>How many were signed.</returns>
    /// <exception cref="LoadException">The accounts cannot be prepared, or the kinds cannot be signed beforehand.</exception>
    public static async Task<long> WriteAsync(
        LoadOptions options,
        Stream destination,
        LoadConnections connections,
        TimeProvider time,
        Action<string> tell,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(tell);
        if (options.Weights.Share(LoadKind.Declare) + options.Weights.Share(LoadKind.DeployAccount) > 0)
        {
            throw new LoadException($"expected kinds whose nonces follow each other, got {options.Weights}: declares and deployments "
                + "of accounts cannot be signed beforehand");
        }

        LoadClock clock = new(time);
        LoadTally tally = new();
        LoadNodes nodes = await LoadNodes.OpenAsync(options.Nodes, connections, clock, cancellation).ConfigureAwait(false);
        using SenderSet senders =
            await SenderSet.OpenAsync(options, nodes, new Submitter(tally, CancellationToken.None), tally, clock, tell, cancellation)
                .ConfigureAwait(false);
        ImmutableArray<LaneSender> lanes = senders.Lanes;
        long total = options.Schedule.Total;
        int CountOf(int lane) => (int)((total / lanes.Length) + (lane < total % lanes.Length ? 1 : 0));
        PresignedHeader header = new(
            nodes.Chain, [.. lanes.Select((lane, index) => new PresignedAccount(lane.Lane.Address, lane.Lane.Nonce, CountOf(index)))]);
        using PresignedWriter writer = new(destination, header);
        for (int lane = 0; lane < lanes.Length; lane++)
        {
            if (lane % Math.Max(1, lanes.Length / LinesOfProgress) == 0)
            {
                tell($"signing, account {lane + 1} of {lanes.Length}");
            }

            foreach (int[] numbers in Enumerable.Range(0, CountOf(lane)).Chunk(SignedAtATime))
            {
                cancellation.ThrowIfCancellationRequested();
                Sign(options, lanes[lane].Lane, numbers, lane, lanes.Length, writer);
            }
        }

        writer.Complete();
        return total;
    }

    // The signatures of a chunk are made on all processors; nonces are given before, in order.
    private static void Sign(LoadOptions options, AccountLane account, int[] numbers, int lane, int lanes, PresignedWriter writer)
    {
        (LoadKind Kind, SubmittedTransaction Unsigned)[] made =
        [
            .. numbers.Select(number => options.Weights.KindOf(((long)number * lanes) + lane))
                .Select(kind => (kind, account.Unsigned(kind))),
        ];
        foreach ((LoadKind kind, SubmittedTransaction signed) in made.AsParallel().AsOrdered()
            .Select(pair => (pair.Kind, account.Sign(pair.Unsigned))))
        {
            writer.Add(signed, kind);
        }
    }
}
