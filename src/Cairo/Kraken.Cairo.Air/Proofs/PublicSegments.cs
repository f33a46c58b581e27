using System;
using System.Collections.Immutable;
using Kraken.Casm.Builtins;

namespace Kraken.Cairo.Air.Proofs;

/// <summary>The eleven builtin segments; programs take pointers to all of them.</summary>
public sealed record PublicSegments
{
    /// <summary>The number of segments.</summary>
    public const int Count = 11;

    /// <summary>The names in JSON proofs, in order.</summary>
    public static readonly ImmutableArray<string> Names =
        [
            "output", "pedersen", "range_check_128", "ecdsa", "bitwise", "ec_op", "keccak", "poseidon",
            "range_check_96", "add_mod", "mul_mod",
        ];

    /// <summary>Takes the ranges in order.</summary>
    /// <exception cref="ArgumentException">There are not eleven.</exception>
    public PublicSegments(SegmentRange[] ranges)
    {
        Ranges = ranges.Length == Count
            ? ranges
            : throw new ArgumentException($"expected {Count} segments, got {ranges.Length}", nameof(ranges));
    }

    /// <summary>The ranges in the order of <see cref="BuiltinNames.OfProofs"/>.</summary>
    public SegmentRange[] Ranges { get; }

    /// <summary>The range of a segment.</summary>
    public SegmentRange this[BuiltinName segment] => Ranges[(int)segment];
}
