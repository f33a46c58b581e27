using System;
using System.Linq;

namespace Kraken.Bench.Prove;

/// <summary>What <c>kraken bench prove</c> proves, and how often.</summary>
internal sealed record ProveOptions
{
    public const string Usage = "kraken bench prove [CASE ...] [--threads 1,2] [--repeat N] [--out docs/benchmarks.md]";

    /// <summary>The most processes of one case, and the most threads of one.</summary>
    public const int Most = 1024;

    /// <summary>The inputs of the table.</summary>
    public static readonly string[] Table = ["ret", "fib_16", "all_builtins", "fib_20", "fib_21", "mix", "pie_10_transfers"];

    public string[] Names { get; private init; } = [];

    public int[] Threads { get; private init; } = [];

    /// <summary>How many processes prove each case; the medians are reported.</summary>
    public int Repeat { get; private init; }

    /// <summary>The page; null for none.</summary>
    public string? Output { get; private init; }

    /// <summary>Reads the arguments: without a case the whole table, by one thread and by two, thrice, into the page; null when they mean
    /// nothing.</summary>
    public static ProveOptions? Parse(string[] arguments)
    {
        ProveOptions options = new();
        for (int i = 0; i < arguments.Length; i++)
        {
            ProveOptions? next = (arguments[i], i + 1 < arguments.Length ? arguments[i + 1] : null) switch
            {
                ("--threads", { } value) => ThreadsOf(value) is { } threads ? options with { Threads = threads } : null,
                ("--repeat", { } value) => Number(value) is { } repeat ? options with { Repeat = repeat } : null,
                ("--out", { } value) => options with { Output = value },
                ({ } name, _) => name.StartsWith('-') ? null : options with { Names = [.. options.Names, name] },
            };
            if (next is null)
            {
                return null;
            }

            i += next.Names.Length == options.Names.Length ? 1 : 0;
            options = next;
        }

        return options.WithDefaults();
    }

    private ProveOptions WithDefaults()
    {
        bool isTable = Names.Length == 0;
        int most = Math.Min(2, Environment.ProcessorCount);
        return this with
        {
            Names = isTable ? Table : Names,
            Threads = Threads.Length > 0 ? Threads : isTable ? [.. Enumerable.Range(1, most)] : [most],
            Repeat = Repeat > 0 ? Repeat : isTable ? 3 : 1,
            Output = Output ?? (isTable ? "docs/benchmarks.md" : null),
        };
    }

    private static int[]? ThreadsOf(string text)
    {
        int?[] threads = [.. text.Split(',').Select(Number)];
        return threads.All(number => number <= Environment.ProcessorCount)
            ? [.. threads.Select(number => number!.Value).Distinct().Order()]
            : null;
    }

    private static int? Number(string text) => BenchArguments.Number(text, Most);
}
