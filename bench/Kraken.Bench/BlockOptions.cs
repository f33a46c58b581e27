using System;
using System.Linq;

namespace Kraken.Bench;

/// <summary>What <c>kraken bench block</c> proves.</summary>
internal sealed record BlockOptions
{
    public const string Usage = "kraken bench block [TRANSFERS ...] [--phases] [--out docs/benchmarks.md]";

    // A block of so many is far beyond what one proof holds.
    private const int Most = 1000;

    private static readonly int[] Table = [1, 10, 50, 74, 131, 150];

    /// <summary>The transfers of each block.</summary>
    public int[] Transfers { get; private init; } = [];

    /// <summary>Whether each shows where its time and its cells are.</summary>
    public bool ShowsPhases { get; private init; }

    /// <summary>The page; null for none.</summary>
    public string? Output { get; private init; }

    /// <summary>Reads the arguments: without a number the whole table, into the page; null when they mean nothing.</summary>
    public static BlockOptions? Parse(string[] arguments)
    {
        BlockOptions options = new();
        for (int i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--phases":
                    options = options with { ShowsPhases = true };
                    break;
                case "--out" when i + 1 < arguments.Length:
                    options = options with { Output = arguments[++i] };
                    break;
                case { } text when BenchArguments.Number(text, Most) is { } transfers:
                    options = options with { Transfers = [.. options.Transfers, transfers] };
                    break;
                default:
                    return null;
            }
        }

        return options.Transfers.Length > 0
            ? options with { Transfers = [.. options.Transfers.Distinct().Order()] }
            : options with { Transfers = Table, Output = options.Output ?? "docs/benchmarks.md" };
    }
}
