using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.BlockProof.Statement;

/// <summary>A message from L1 that an L1 handler consumed.</summary>
/// <param name="FromAddress">The sender on L1.</param>
/// <param name="ToAddress">The receiving contract.</param>
/// <param name="Nonce">The number that L1 gave the message.</param>
/// <param name="Selector">The handler.</param>
/// <param name="Payload">The arguments after the sender's address.</param>
public sealed record ConsumedMessage(Felt FromAddress, Felt ToAddress, Felt Nonce, Felt Selector, ImmutableArray<Felt> Payload)
{
    /// <summary>The message that a handler is for.</summary>
    /// <exception cref="ArgumentException">The handler's calldata lacks the sender.</exception>
    public static ConsumedMessage Of(L1HandlerTransaction handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return handler.Calldata.IsDefaultOrEmpty
            ? throw new ArgumentException("the calldata of an L1 handler begins with the sender, got none", nameof(handler))
            : new(
                handler.Calldata[0], handler.ContractAddress, handler.Nonce, handler.EntryPointSelector,
                handler.Calldata[1..]);
    }

    /// <summary>The messages that a block consumed, in order; a reverted handler consumes none.</summary>
    public static IEnumerable<ConsumedMessage> OfBlock(Block block)
    {
        ArgumentNullException.ThrowIfNull(block);
        return block.Transactions.Zip(block.Receipts)
            .Where(pair => pair.Second.Status == ExecutionStatus.Succeeded)
            .Select(pair => pair.First)
            .OfType<L1HandlerTransaction>()
            .Select(Of);
    }

    /// <inheritdoc/>
    public bool Equals(ConsumedMessage? other) => other is not null && FromAddress == other.FromAddress && ToAddress == other.ToAddress
        && Nonce == other.Nonce && Selector == other.Selector && Payload.AsSpan().SequenceEqual(other.Payload.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(FromAddress, ToAddress, Nonce, Selector, Payload.Length);
}
