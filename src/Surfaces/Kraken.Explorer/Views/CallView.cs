using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Explorer.Abi;
using Kraken.Explorer.Calling;
using Kraken.Explorer.Chain;
using Kraken.Fields;
using Kraken.Starknet.Blocks;

namespace Kraken.Explorer.Views;

/// <summary>A page that calls a contract: reads it, or prepares and sends what changes it.</summary>
internal sealed record CallView
{
    /// <summary>The functions of a page; an ABI may name any number.</summary>
    public const int MaxFunctions = 300;

    /// <summary>The contract.</summary>
    public required Felt Address { get; init; }

    /// <summary>Its class, with the ABI that calls are put together by.</summary>
    public required KnownClass Class { get; init; }

    /// <summary>The chain's name, which a wallet must be on.</summary>
    public string Chain { get; init; } = "";

    /// <summary>The functions to choose from.</summary>
    public required IReadOnlyList<AbiFunction> Functions { get; init; }

    /// <summary>What was typed.</summary>
    public required CallRequest Request { get; init; }

    /// <summary>The call, put together; null where none was asked for.</summary>
    public PreparedCall? Call { get; init; }

    /// <summary>What the node answered to a call that reads; null where none was made.</summary>
    public CallAnswer? Answer { get; init; }

    /// <summary>The storage cell that was asked for, with its value.</summary>
    public (Felt Key, Felt? Value)? Cell { get; init; }

    /// <summary>What is wrong with the request, beside its arguments; null for nothing.</summary>
    public string? Problem { get; init; }

    /// <summary>The accounts whose keys the chain gives to everybody.</summary>
    public ImmutableArray<Felt> Accounts { get; init; } = [];

    /// <summary>The values that a call returned, read by the ABI.</summary>
    public string Result => Answer is { } answer && Call is { } call
        ? DecodedCall.Result(call.Function.Selector, answer.Values, Class.Abi)
        : "";

    /// <summary>Reads a contract as was asked; null when there is none at the address, or its class is not to be had.</summary>
    public static async Task<CallView?> ReadAsync(ExplorerData data, Felt address, CallRequest request, CancellationToken cancellation)
    {
        if (await ClassAsync(data, address, cancellation).ConfigureAwait(false) is not { } known)
        {
            return null;
        }

        AbiFunction[] functions = [.. known.Abi.Functions.Where(function => function.IsView && !IsOfProtocol(function)).Take(MaxFunctions)];
        CallView view = new() { Address = address, Class = known, Functions = functions, Request = request };
        if (request.BlockId is not { } block)
        {
            return view with { Problem = "block: expected a number, a hash, 'latest' or 'pre_confirmed'" };
        }

        if (request.Key.Length > 0)
        {
            return request.Cell is not { } cell ? view with { Problem = "key: expected 0x..., or the name of a storage variable" }
                : view with { Cell = (cell, await data.Node.StorageAsync(block, address, cell, cancellation).ConfigureAwait(false)) };
        }

        PreparedCall? call = PreparedCall.Of(request, functions, known.Abi);
        return call is not { Problem: null } ? view with { Call = call }
            : view with
            {
                Call = call,
                Answer = await data.Node.TryCallAsync(call.At(address), block, cancellation).ConfigureAwait(false),
            };
    }

    /// <summary>Prepares a call that changes a contract; null as for reading.</summary>
    public static async Task<CallView?> PrepareAsync(ExplorerData data, Felt address, CallRequest request, CancellationToken cancellation)
    {
        if (await ClassAsync(data, address, cancellation).ConfigureAwait(false) is not { } known)
        {
            return null;
        }

        AbiFunction[] functions = [.. known.Abi.Functions
            .Where(function => !function.IsView && known.EntryPoints.Any(entry =>
                entry.Type == Casm.Classes.EntryPointType.External && entry.Selector == function.Selector)
                && !IsOfProtocol(function))
            .Take(MaxFunctions)];
        return new CallView
        {
            Address = address,
            Class = known,
            Chain = (await data.Node.ChainAsync(cancellation).ConfigureAwait(false)).Name,
            Functions = functions,
            Request = request,
            Call = PreparedCall.Of(request, functions, known.Abi),
            Accounts = await data.Signer.AccountsAsync(cancellation).ConfigureAwait(false),
        };
    }

    // What only the protocol calls is no business of a wallet.
    private static bool IsOfProtocol(AbiFunction function) => function.Name.StartsWith("__", System.StringComparison.Ordinal);

    private static async Task<KnownClass?> ClassAsync(ExplorerData data, Felt address, CancellationToken cancellation) =>
        await data.Classes.ClassAtAsync(BlockId.Latest, address, cancellation).ConfigureAwait(false);
}
