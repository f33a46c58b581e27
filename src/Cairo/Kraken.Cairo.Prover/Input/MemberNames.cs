using System;
using System.Collections.Immutable;
using System.Numerics;
using System.Text.Json;

namespace Kraken.Cairo.Prover.Input;

/// <summary>The members that an object of a prover input may have, each at most once.</summary>
internal sealed class MemberNames
{
    private const int Most = 64;

    private readonly ImmutableArray<string> names;
    private readonly ulong needed;

    /// <summary>Takes the names.</summary>
    /// <param name="required">Those that must be there.</param>
    /// <param name="optional">Those that may be left out.</param>
    /// <param name="refusal">What is expected of other names; null where those are skipped.</param>
    public MemberNames(ImmutableArray<string> required, ImmutableArray<string> optional, string? refusal)
    {
        names = [.. required, .. optional];
        ArgumentOutOfRangeException.ThrowIfGreaterThan(names.Length, Most);
        needed = (1UL << required.Length) - 1; // far fewer than Most
        Refusal = refusal;
    }

    /// <summary>What is expected of other names; null where those are skipped.</summary>
    public string? Refusal { get; }

    /// <summary>Members that are all required, and no others.</summary>
    public static MemberNames Exactly(params ImmutableArray<string> names) =>
        new(names, [], $"one of {string.Join(", ", names)} as the name");

    /// <summary>The name at a place.</summary>
    public string this[int place] => names[place];

    /// <summary>The place of the name that a reader stands on; -1 where it is none of them.</summary>
    public int Find(ref Utf8JsonReader reader)
    {
        for (int place = 0; place < names.Length; place++)
        {
            if (reader.ValueTextEquals(names[place]))
            {
                return place;
            }
        }

        return -1;
    }

    /// <summary>The first required name that was not there; null where none is missing.</summary>
    /// <param name="seen">The places that were, as bits.</param>
    public string? Missing(ulong seen)
    {
        ulong missing = needed & ~seen;
        return missing == 0 ? null : names[BitOperations.TrailingZeroCount(missing)];
    }
}
