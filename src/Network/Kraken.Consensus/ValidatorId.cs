using System;
using Kraken.Fields;

namespace Kraken.Consensus;

/// <summary>A validator's address; ordered as an integer, so that sets of validators have one order on every node.</summary>
/// <param name="Address">The address under which the validator proposes blocks.</param>
public readonly record struct ValidatorId(Felt Address) : IComparable<ValidatorId>
{
    /// <summary>Orders by address.</summary>
    public static bool operator <(ValidatorId left, ValidatorId right) => left.CompareTo(right) < 0;

    /// <summary>Orders by address.</summary>
    public static bool operator >(ValidatorId left, ValidatorId right) => left.CompareTo(right) > 0;

    /// <summary>Orders by address.</summary>
    public static bool operator <=(ValidatorId left, ValidatorId right) => left.CompareTo(right) <= 0;

    /// <summary>Orders by address.</summary>
    public static bool operator >=(ValidatorId left, ValidatorId right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public int CompareTo(ValidatorId other) => Address.CompareTo(other.Address);

    /// <inheritdoc/>
    public override string ToString() => Address.ToString();
}
