using System;
using Kraken.Fields;
using Kraken.Starknet.Transactions;

namespace Kraken.L1;

/// <summary>A message that waits for the chain, with what its holder knows of it. Not safe for several threads.</summary>
/// <param name="handler">The transaction that consumes it.</param>
/// <param name="block">The block of L1.</param>
internal sealed class HeldMessage(L1HandlerTransaction handler, ulong block)
{
    /// <summary>The transaction that consumes it.</summary>
    public L1HandlerTransaction Handler => handler;

    /// <summary>The block of L1.</summary>
    public ulong Block => block;

    /// <summary>What its calldata takes.</summary>
    public long Bytes => (long)handler.Calldata.Length * Felt.ByteCount;

    /// <summary>When it is proposed next.</summary>
    public DateTimeOffset Due { get; set; }

    /// <summary>Whether it still waits.</summary>
    public bool IsHeld { get; set; } = true;

    /// <summary>Whether no block takes it.</summary>
    public bool IsRefused { get; set; }
}
