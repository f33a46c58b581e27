using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Linq;

namespace Kraken.Load;

/// <summary>How often each kind is sent, as shares of the sum of all weights.</summary>
public sealed class KindWeights
{
    /// <summary>The largest weight of a kind.</summary>
    public const int MaxWeight = 1_000_000;

    /// <summary>What a text of weights looks like, in words.</summary>
    public const string Expected =
        "weights such as transfer=8,fib=1,fact=1 (also mint, failing, declare, deploy), or three whole numbers such as 8,1,1, not all zero";

    // A prime: a walk by it over any number of places but its multiples meets each once, so kinds are spread evenly.
    private const long Stride = 7919;

    // Another prime, for the multiples of the first: no sum of weights is a multiple of both.
    private const long OtherStride = 1_000_003;

    private const int NumbersWithoutNames = 3;

    private static readonly string[] Names = ["transfer", "fib", "fact", "mint", "failing", "declare", "deploy"];

    private readonly ImmutableArray<int> weights;
    private readonly long sum;
    private readonly long stride;

    private KindWeights(ImmutableArray<int> weights)
    {
        this.weights = weights;
        sum = weights.Sum(weight => (long)weight);
        stride = sum % Stride == 0 ? OtherStride : Stride;
    }

    /// <summary>Eight transfers to one fib and one fact.</summary>
    public static KindWeights Default { get; } = new([8, 1, 1, 0, 0, 0, 0]);

    /// <summary>The share of a kind, 0 to 1.</summary>
    public double Share(LoadKind kind) => (double)weights[(int)kind] / sum;

    /// <summary>The word of a kind in texts of weights and in reports.</summary>
    public static string NameOf(LoadKind kind) => Names[(int)kind];

    /// <summary>The kind of a word.</summary>
    internal static LoadKind? KindNamed(string name) => Array.IndexOf(Names, name) is >= 0 and int place ? (LoadKind)place : null;

    /// <summary>Reads <see cref="Expected"/>; false for anything else.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out KindWeights? parsed)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split(',');
        int[] found = new int[Names.Length];
        HashSet<int> given = [];
        parsed = null;
        bool isNamed = parts[0].Contains('=', StringComparison.Ordinal);
        if (!isNamed && parts.Length != NumbersWithoutNames)
        {
            return false;
        }

        for (int i = 0; i < parts.Length; i++)
        {
            string[] pair = parts[i].Split('=');
            int place = isNamed ? Array.IndexOf(Names, pair[0]) : i;
            if (pair.Length != (isNamed ? 2 : 1) || place < 0 || !given.Add(place)
                || !int.TryParse(pair[^1], NumberStyles.None, CultureInfo.InvariantCulture, out found[place]) || found[place] > MaxWeight)
            {
                return false;
            }
        }

        parsed = found.Sum(weight => (long)weight) > 0 ? new KindWeights([.. found]) : null;
        return parsed is not null;
    }

    /// <summary>The kind of the transaction with a number: the same in every run.</summary>
    public LoadKind KindOf(long index)
    {
        long place = (index % sum) * stride % sum;
        int kind = 0;
        while (place >= weights[kind])
        {
            place -= weights[kind++];
        }

        return (LoadKind)kind;
    }

    /// <summary>The weights in the form with names.</summary>
    public override string ToString() =>
        string.Join(',', weights.Index().Where(weight => weight.Item > 0).Select(weight => $"{Names[weight.Index]}={weight.Item}"));
}
