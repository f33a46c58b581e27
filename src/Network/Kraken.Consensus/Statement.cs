using System;

namespace Kraken.Consensus;

/// <summary>
/// Something a validator says under its signature. An honest validator says at most one thing per <see cref="Slot"/>; two different
/// statements in one slot prove equivocation.
/// </summary>
public abstract record Statement
{
    /// <summary>The place in the protocol that the statement fills.</summary>
    public abstract StatementSlot Slot { get; }

    /// <summary>Who says it.</summary>
    public abstract ValidatorId Author { get; }
}

/// <summary>Where a statement belongs; ordered as an honest validator fills the slots, so a signer can refuse to go back.</summary>
/// <param name="Height">The height, from 1.</param>
/// <param name="Round">The round (view) in the height, from 0.</param>
/// <param name="Kind">The algorithm's number of the kind of statement, ascending within a round.</param>
public readonly record struct StatementSlot(ulong Height, int Round, byte Kind) : IComparable<StatementSlot>
{
    /// <summary>Orders by height, round and kind.</summary>
    public static bool operator <(StatementSlot left, StatementSlot right) => left.CompareTo(right) < 0;

    /// <summary>Orders by height, round and kind.</summary>
    public static bool operator >(StatementSlot left, StatementSlot right) => left.CompareTo(right) > 0;

    /// <summary>Orders by height, round and kind.</summary>
    public static bool operator <=(StatementSlot left, StatementSlot right) => left.CompareTo(right) <= 0;

    /// <summary>Orders by height, round and kind.</summary>
    public static bool operator >=(StatementSlot left, StatementSlot right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public int CompareTo(StatementSlot other) => (Height, Round, Kind).CompareTo((other.Height, other.Round, other.Kind));
}

/// <summary>
/// A statement with its author's signature. Signatures are not unique (ECDSA): nothing is ever keyed or compared by them.
/// </summary>
/// <param name="Signature">The signature over <see cref="IConsensusAlgorithm.SigningBytes"/>.</param>
public abstract record SignedStatement(ReadOnlyMemory<byte> Signature)
{
    /// <summary>What the signature covers.</summary>
    public abstract Statement Statement { get; }
}
