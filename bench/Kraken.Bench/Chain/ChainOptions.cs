using System.Globalization;
using System.Linq;
using Kraken.Load.Objectives;

namespace Kraken.Bench.Chain;

/// <summary>What <c>kraken bench chain</c> runs, and how long.</summary>
internal sealed record ChainOptions
{
    public const string Usage = """
        kraken bench chain [--rows 1,2,3,4,5,6] [--seconds 60] [--step-seconds 10] [--first-rate 100] [--slo p50=500ms,p99=1.5s]
                           [--validators 4] [--accounts 100] [--execution native] [--port 7050] [--out docs/benchmarks.md]
        1 executed a second, watcher off   2 the same beside the watcher   3 one validator alone   4 twice the knee   5 RPC, idle
        6 a restart with 200 classes' native code on disk
        """;

    public int[] Rows { get; private init; } = [1, 2, 3, 4, 5, 6];

    /// <summary>How long each run that is reported takes.</summary>
    public int Seconds { get; private init; } = 60;

    /// <summary>How long each rate of a search for the knee takes.</summary>
    public int StepSeconds { get; private init; } = 10;

    public double FirstRate { get; private init; } = 100;

    public ServiceObjectives Objectives { get; private init; } = ObjectivesOf("p50=500ms,p99=1.5s")!;

    public int Validators { get; private init; } = 4;

    public int Accounts { get; private init; } = 100;

    /// <summary>What the nodes run contracts with: vm, native or both.</summary>
    public string Execution { get; private init; } = "native";

    /// <summary>JSON-RPC port of the first node; peers listen a thousand higher.</summary>
    public int Port { get; private init; } = 7050;

    /// <summary>The page; its charts go to a folder of the same name beside it.</summary>
    public string Output { get; private init; } = "docs/benchmarks.md";

    /// <summary>Reads the arguments; null when they mean nothing.</summary>
    public static ChainOptions? Parse(string[] arguments)
    {
        ChainOptions options = new();
        for (int i = 0; i + 1 < arguments.Length; i += 2)
        {
            string value = arguments[i + 1];
            ChainOptions? next = arguments[i] switch
            {
                "--rows" => RowsOf(value) is { } rows ? options with { Rows = rows } : null,
                "--seconds" => Number(value, 1, 3600) is { } seconds ? options with { Seconds = seconds } : null,
                "--step-seconds" => Number(value, 1, 600) is { } seconds ? options with { StepSeconds = seconds } : null,
                "--first-rate" => Number(value, 1, 100_000) is { } rate ? options with { FirstRate = rate } : null,
                "--slo" => ObjectivesOf(value) is { } objectives ? options with { Objectives = objectives } : null,
                "--execution" => value is "vm" or "native" or "both" ? options with { Execution = value } : null,
                "--validators" => Number(value, 4, 16) is { } count ? options with { Validators = count } : null,
                "--accounts" => Number(value, 1, 10_000) is { } count ? options with { Accounts = count } : null,
                "--port" => Number(value, 1, 64_000) is { } port ? options with { Port = port } : null,
                "--out" => options with { Output = value },
                _ => null,
            };
            if (next is null)
            {
                return null;
            }

            options = next;
        }

        return arguments.Length % 2 == 0 ? options : null;
    }

    private static ServiceObjectives? ObjectivesOf(string text) =>
        ServiceObjectives.TryParse(text, out ServiceObjectives? parsed) ? parsed : null;

    private static int? Number(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most
            ? value
            : null;

    private static int[]? RowsOf(string text)
    {
        int?[] rows = [.. text.Split(',').Select(row => Number(row, 1, 6))];
        return rows.All(row => row is not null) ? [.. rows.Select(row => row!.Value).Distinct().Order()] : null;
    }
}
