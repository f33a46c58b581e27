using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Consensus.Simulation;
using Kraken.Consensus.Simulation.Checks;
using Kraken.Consensus.Simulation.Faults;

namespace Kraken.Cli.Verbs;

/// <summary><c>kraken sim</c>: runs simulated networks of validators through faults, and shows what went wrong with which seed.</summary>
internal static class SimVerb
{
    private const int LinesShown = 200;

    public static Command Create()
    {
        Option<int> seeds =
            new("--seeds") { Description = "How many seeds; they take turns with the fault mixes.", DefaultValueFactory = _ => 500 };
        Option<ulong> from = new("--from") { Description = "The first seed.", DefaultValueFactory = _ => 0 };
        Option<string?> mix = new("--mix") { Description = "One fault mix for all seeds; 'list' shows them." };
        Option<ulong?> replay = new("--replay") { Description = "Runs one seed and prints its whole trace." };
        Option<int> nodes = new("--nodes") { Description = "How many validators; 0 lets the seed decide.", DefaultValueFactory = _ => 0 };
        Command command = new("sim", "Simulate networks of validators under faults, by seed; report what was violated.")
        {
            seeds, from, mix, replay, nodes,
        };
        command.SetAction((result, cancellation) => Task.FromResult(Run(
            result.GetRequiredValue(seeds), result.GetRequiredValue(from), result.GetValue(mix),
            result.GetValue(replay), result.GetRequiredValue(nodes), cancellation)));
        return command;
    }

    private static int Run(int seeds, ulong from, string? mix, ulong? replay, int nodes, CancellationToken cancellation)
    {
        if (mix == "list")
        {
            foreach (FaultMix known in FaultMixes.All)
            {
                Console.WriteLine($"{known.Name,-22}{known.Summary}");
            }

            return 0;
        }

        if ((mix is not null && FaultMixes.Find(mix) is null) || seeds < 1 || nodes is < 0 or (> 0 and < 4) or > 30)
        {
            Console.Error.WriteLine("expected --mix of 'kraken sim --mix list', --seeds of at least 1, --nodes of 4 to 30");
            return 2;
        }

        FaultMix Of(ulong seed) => mix is null ? FaultMixes.Of(seed) : FaultMixes.Find(mix)!;
        return replay is { } one ? Replay(Of(one), one, nodes) : RunAll(seeds, from, Of, nodes, cancellation);
    }

    private static int Replay(FaultMix mix, ulong seed, int nodes)
    {
        SimulationResult result = SimulationRun.Run(mix, seed, new SimulationOptions { Nodes = nodes, TraceLines = int.MaxValue });
        foreach (string line in result.Trace)
        {
            Console.WriteLine(line);
        }

        Console.WriteLine(
            $"mix {mix.Name}, seed {seed}: {result.Verdict}; {result.Heights} heights, {result.Lines} lines, sha256 {result.Digest}");
        return result.Verdict == Verdict.Passed ? 0 : 1;
    }

    private static int RunAll(int seeds, ulong from, Func<ulong, FaultMix> mixOf, int nodes, CancellationToken cancellation)
    {
        List<SimulationResult> results = [];
        Lock gate = new();
        long started = Environment.TickCount64;
        long told = started;
        Parallel.For(0, seeds, new ParallelOptions { CancellationToken = cancellation }, index =>
        {
            ulong seed = from + (ulong)index;
            SimulationResult result = SimulationRun.Run(mixOf(seed), seed, new SimulationOptions { Nodes = nodes });
            lock (gate)
            {
                results.Add(result);
                if (Environment.TickCount64 - told >= 2_000)
                {
                    told = Environment.TickCount64;
                    Console.WriteLine(
                        $"{results.Count} of {seeds} seeds, {results.Count(known => known.Verdict != Verdict.Passed)} failed");
                }
            }
        });

        foreach (IGrouping<string, SimulationResult> group in results.GroupBy(result => result.Mix)
            .OrderBy(group => group.Min(result => result.Seed)))
        {
            IEnumerable<string> counts = group.GroupBy(result => result.Verdict).OrderBy(verdict => verdict.Key)
                .Select(verdict => $"{verdict.Count()} {verdict.Key.ToString().ToLowerInvariant()}");
            string heights = group.Average(result => (double)result.Heights).ToString("f1", CultureInfo.InvariantCulture);
            Console.WriteLine($"{group.Key,-22}{string.Join(", ", counts)}; {heights} heights");
        }

        List<SimulationResult> failed = [.. results.Where(result => result.Verdict != Verdict.Passed).OrderBy(result => result.Seed)];
        Console.WriteLine(
            $"{results.Count - failed.Count} passed, {failed.Count} failed in {(Environment.TickCount64 - started) / 1000} s");
        foreach (SimulationResult result in failed.Take(10))
        {
            Console.WriteLine($"seed {result.Seed} ({result.Mix}): {result.Verdict}: {result.Reason}");
        }

        if (failed.Count > 0)
        {
            Show(failed[0], mixOf(failed[0].Seed), nodes);
        }

        return failed.Count == 0 ? 0 : 1;
    }

    private static void Show(SimulationResult failed, FaultMix mix, int nodes)
    {
        SimulationResult again = SimulationRun.Run(mix, failed.Seed, new SimulationOptions { Nodes = nodes, TraceLines = LinesShown });
        Console.WriteLine($"the last lines of seed {failed.Seed}:");
        foreach (string line in again.Trace)
        {
            Console.WriteLine(line);
        }

        Console.WriteLine(again.Digest == failed.Digest
            ? $"the whole trace: kraken sim --mix {mix.Name} --replay {failed.Seed}{(nodes > 0 ? $" --nodes {nodes}" : "")}"
            : $"NOT DETERMINISTIC: the run above is another one (sha256 {again.Digest}, expected {failed.Digest})");
    }
}
