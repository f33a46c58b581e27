using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;

namespace Kraken.Load.Measuring;

/// <summary>
/// Counts reasons in the nodes' words; those that differ in addresses and numbers only are one. Safe for several threads.
/// </summary>
internal sealed partial class ReasonCounts
{
    /// <summary>The most reasons that are told apart.</summary>
    public const int MaxReasons = 100;

    private const int MaxLength = 300;
    private const string Others = "other reasons";

    private readonly Lock gate = new();
    private readonly Dictionary<string, long> counts = [];

    /// <summary>All of them together.</summary>
    public long Total
    {
        get
        {
            lock (gate)
            {
                return counts.Values.Sum();
            }
        }
    }

    public void Add(string reason)
    {
        string line = reason.Split('\n')[0];
        string kind = Particulars().Replace(line[..Math.Min(line.Length, MaxLength)], "#");
        lock (gate)
        {
            string key = counts.Count < MaxReasons || counts.ContainsKey(kind) ? kind : Others;
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }
    }

    /// <summary>The most frequent first.</summary>
    public ImmutableArray<(string Reason, long Count)> List()
    {
        lock (gate)
        {
            return
            [
                .. counts.Select(pair => (pair.Key, pair.Value)).OrderByDescending(pair => pair.Value)
                    .ThenBy(pair => pair.Key, StringComparer.Ordinal),
            ];
        }
    }

    [GeneratedRegex("0x[0-9a-fA-F]+|[0-9]+")]
    private static partial Regex Particulars();
}
