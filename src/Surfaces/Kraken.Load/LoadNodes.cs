using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Load.Sending;
using Kraken.Rpc.Client;
using Kraken.Starknet;

namespace Kraken.Load;

/// <summary>The nodes of a run as they were found at its beginning.</summary>
/// <param name="All">The nodes, those that answered first.</param>
/// <param name="Chain">The chain that they follow.</param>
/// <param name="Problems">What each that did not answer said.</param>
internal sealed record LoadNodes(ImmutableArray<LoadNode> All, ChainId Chain, ImmutableArray<string> Problems)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Asks every node which chain it follows.</summary>
    /// <exception cref="LoadException">None answers, or they follow different chains.</exception>
    public static async Task<LoadNodes> OpenAsync(
        ImmutableArray<Uri> addresses, LoadConnections connections, LoadClock clock, CancellationToken cancellation)
    {
        (LoadNode Node, ChainId? Chain, string? Problem)[] found = await Task.WhenAll(addresses.Select(
            address => AskAsync(NodeAt(address, connections, clock), clock, cancellation))).ConfigureAwait(false);
        string[] problems = [.. found.Select(node => node.Problem).OfType<string>()];
        ChainId[] chains = [.. found.Select(node => node.Chain).OfType<ChainId>().Distinct()];
        if (chains.Length == 0)
        {
            throw new LoadException($"no node can be reached: {string.Join("; ", problems)}");
        }

        if (chains.Length > 1)
        {
            IEnumerable<string> seen = found.Where(node => node.Chain is not null).Select(node => $"{node.Chain} at {node.Node.Address}");
            throw new LoadException($"expected nodes of one chain, got {string.Join(", ", seen)}");
        }

        return new LoadNodes([.. found.OrderBy(node => node.Problem is not null).Select(node => node.Node)], chains[0], [.. problems]);
    }

    private static LoadNode NodeAt(Uri address, LoadConnections connections, LoadClock clock) =>
        new(address, new RpcClient(connections.Sending, address), clock) { Watching = new RpcClient(connections.Watching, address) };

    private static async Task<(LoadNode Node, ChainId? Chain, string? Problem)> AskAsync(
        LoadNode node, LoadClock clock, CancellationToken cancellation)
    {
        using CancellationTokenSource limit = new(Limit, clock.Time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            return (node, await node.Client.ChainIdAsync(either.Token).ConfigureAwait(false), null);
        }
        catch (Exception failure) when (NodeFailure.IsAny(failure) && !cancellation.IsCancellationRequested)
        {
            node.LeftUnanswered();
            string reason = failure is OperationCanceledException ? $"no answer within {Limit.TotalSeconds:f0} s" : failure.Message;
            return (node, null, $"{node.Address}: {reason}");
        }
    }
}
