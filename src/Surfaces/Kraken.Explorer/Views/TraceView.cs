using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Explorer.Abi;
using Kraken.Explorer.Chain;
using Kraken.Fields;
using Kraken.Starknet.Blocks;

namespace Kraken.Explorer.Views;

/// <summary>A transaction's call tree.</summary>
/// <param name="Hash">The transaction.</param>
/// <param name="Parts">The trees of validation, execution and fee transfer, each with its title.</param>
internal sealed record TraceView(Felt Hash, IReadOnlyList<(string Title, TraceNode Root)> Parts)
{
    private const int MaxNodes = 2000;
    private const int MaxDepth = 60;
    private static readonly TimeSpan soon = TimeSpan.FromMilliseconds(400);

    private static readonly (string Field, string Title)[] titles =
    [
        ("validate_invocation", "Validation"),
        ("constructor_invocation", "Constructor"),
        ("execute_invocation", "Execution"),
        ("function_invocation", "Handler"),
        ("fee_transfer_invocation", "Fee transfer"),
    ];

    /// <summary>Reads a call tree; null when the node gives none.</summary>
    public static async Task<TraceView?> LoadAsync(ExplorerData data, Felt hash, CancellationToken cancellation) =>
        await data.Node.TraceAsync(hash, cancellation).ConfigureAwait(false) is { } trace
            ? await OfAsync(hash, trace, new CallDecoder(data.Classes, BlockId.Latest), cancellation).ConfigureAwait(false)
            : null;

    /// <summary>Reads a call tree; null when the node does not answer at once: it runs the block again to trace it.</summary>
    public static async Task<TraceView?> LoadSoonAsync(ExplorerData data, Felt hash, CancellationToken cancellation)
    {
        using CancellationTokenSource bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bounded.CancelAfter(soon);
        try
        {
            return await LoadAsync(data, hash, bounded.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private static async Task<TraceView> OfAsync(Felt hash, JsonElement trace, CallDecoder decoder, CancellationToken cancellation)
    {
        List<(string, TraceNode)> parts = [];
        Budget budget = new();
        foreach ((string field, string title) in titles)
        {
            if (trace.ValueKind == JsonValueKind.Object && trace.TryGetProperty(field, out JsonElement root) && root.ValueKind == JsonValueKind.Object)
            {
                parts.Add((title, await NodeAsync(root, decoder, budget, 0, cancellation).ConfigureAwait(false)));
            }
        }

        return new(hash, parts);
    }

    private static async Task<TraceNode> NodeAsync(JsonElement node, CallDecoder decoder, Budget budget, int depth, CancellationToken cancellation)
    {
        if (Text(node, "revert_reason") is { Length: > 0 } reason)
        {
            return new("reverted", new DecodedCall(default, "", [], []), reason, "", true, []);
        }

        ContractAbi abi = await decoder.AbiOfAsync(FeltOf(node, "class_hash"), cancellation).ConfigureAwait(false);
        Felt selector = FeltOf(node, "entry_point_selector");
        List<TraceNode> calls = [];
        foreach (JsonElement call in Items(node, "calls"))
        {
            if (depth < MaxDepth && ++budget.Spent <= MaxNodes)
            {
                calls.Add(await NodeAsync(call, decoder, budget, depth + 1, cancellation).ConfigureAwait(false));
            }
        }

        string kind = (Text(node, "entry_point_type") == "CONSTRUCTOR" ? "constructor" : Text(node, "call_type")).Replace('_', ' ').ToLowerInvariant();
        bool isReverted = node.TryGetProperty("is_reverted", out JsonElement reverted) && reverted.ValueKind == JsonValueKind.True;
        return new(
            kind,
            decoder.Call(FeltOf(node, "contract_address"), selector, Felts(node, "calldata"), abi),
            DecodedCall.Result(selector, Felts(node, "result"), abi),
            node.TryGetProperty("execution_resources", out JsonElement resources) ? Number(resources, "l2_gas") : "",
            isReverted,
            calls);
    }

    private static string Text(JsonElement node, string name) =>
        node.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static string Number(JsonElement node, string name) =>
        node.ValueKind == JsonValueKind.Object && node.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetRawText() : "";

    private static Felt FeltOf(JsonElement node, string name) => Felt.TryParse(Text(node, name), out Felt value) ? value : default;

    private static List<Felt> Felts(JsonElement node, string name)
    {
        List<Felt> felts = [];
        foreach (JsonElement item in Items(node, name))
        {
            felts.Add(item.ValueKind == JsonValueKind.String && Felt.TryParse(item.GetString(), out Felt value) ? value : default);
        }

        return felts;
    }

    private static IEnumerable<JsonElement> Items(JsonElement node, string name) =>
        node.ValueKind == JsonValueKind.Object && node.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [];

    /// <summary>Counts the nodes read.</summary>
    private sealed class Budget
    {
        public int Spent { get; set; }
    }
}
