using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Casm.Classes;
using Kraken.Explorer.Abi;
using Kraken.Explorer.Chain;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Transactions;

namespace Kraken.Explorer.Views;

/// <summary>A transaction's call tree.</summary>
/// <param name="Hash">The transaction.</param>
/// <param name="Parts">The trees of validation, execution and fee transfer, each with its title.</param>
internal sealed record TraceView(Felt Hash, IReadOnlyList<(string Title, TraceNode Root)> Parts)
{
    private const int MaxNodes = 2000;
    private const int MaxDepth = 60;
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(400);

    /// <summary>Reads a call tree; null when the node gives none.</summary>
    public static async Task<TraceView?> LoadAsync(ExplorerData data, Felt hash, CancellationToken cancellation) =>
        await data.Node.TraceAsync(hash, cancellation).ConfigureAwait(false) is { } trace
            ? await OfAsync(trace, new CallDecoder(data.Classes, BlockId.Latest), cancellation).ConfigureAwait(false)
            : null;

    /// <summary>Reads a call tree; null when the node does not answer at once: it runs the block again to trace it.</summary>
    public static async Task<TraceView?> LoadSoonAsync(ExplorerData data, Felt hash, CancellationToken cancellation)
    {
        using CancellationTokenSource bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bounded.CancelAfter(Soon);
        try
        {
            return await LoadAsync(data, hash, bounded.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private static async Task<TraceView> OfAsync(TransactionTrace trace, CallDecoder decoder, CancellationToken cancellation)
    {
        List<(string, TraceNode)> parts = [];
        Budget budget = new();
        foreach ((string title, FunctionInvocation? root) in RootsOf(trace))
        {
            if (root is not null)
            {
                parts.Add((title, await NodeAsync(root, decoder, budget, 0, cancellation).ConfigureAwait(false)));
            }
            else if (trace.RevertReason is { } reason && title == ExecutionTitle(trace.Type))
            {
                parts.Add((title, new("reverted", new DecodedCall(default, "", [], []), reason, "", true, [])));
            }
        }

        return new(trace.TransactionHash, parts);
    }

    private static (string Title, FunctionInvocation? Root)[] RootsOf(TransactionTrace trace) =>
    [
        ("Validation", trace.Validate),
        (ExecutionTitle(trace.Type), trace.Execute),
        ("Fee transfer", trace.FeeTransfer),
    ];

    private static string ExecutionTitle(TransactionType type) => type switch
    {
        TransactionType.DeployAccount => "Constructor",
        TransactionType.L1Handler => "Handler",
        _ => "Execution",
    };

    private static async Task<TraceNode> NodeAsync(
        FunctionInvocation invocation, CallDecoder decoder, Budget budget, int depth, CancellationToken cancellation)
    {
        ContractAbi abi = await decoder.AbiOfAsync(invocation.ClassHash, cancellation).ConfigureAwait(false);
        FunctionCall call = invocation.Call;
        List<TraceNode> calls = [];
        foreach (FunctionInvocation inner in invocation.Calls)
        {
            if (depth < MaxDepth && ++budget.Spent <= MaxNodes)
            {
                calls.Add(await NodeAsync(inner, decoder, budget, depth + 1, cancellation).ConfigureAwait(false));
            }
        }

        return new(
            KindOf(invocation),
            decoder.Call(call.ContractAddress, call.EntryPointSelector, call.Calldata, abi),
            decoder.Result(call.EntryPointSelector, invocation.Result, abi),
            invocation.L2Gas.ToString(CultureInfo.InvariantCulture),
            invocation.IsReverted,
            calls);
    }

    private static string KindOf(FunctionInvocation invocation) => invocation.EntryPointType == EntryPointType.Constructor
        ? "constructor"
        : invocation.CallType switch
        {
            CallType.LibraryCall => "library call",
            CallType.Delegate => "delegate",
            _ => "call",
        };

    /// <summary>Counts the nodes read.</summary>
    private sealed class Budget
    {
        public int Spent { get; set; }
    }
}
