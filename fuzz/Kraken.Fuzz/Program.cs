using System;
using System.IO;
using Kraken.Fuzz.Coverage;
using Kraken.Fuzz.Running;
using Kraken.Fuzz.Targets;

namespace Kraken.Fuzz;

/// <summary>The fuzzer: './kraken fuzz'.</summary>
internal static class Program
{
    private const int Refused = 2;

    private const string Usage = """
        kraken fuzz TARGET [--minutes M] [--seed S]   gives a decoder inputs made from genuine ones for M minutes (default 1)
        kraken fuzz --all [--minutes M]               every target in turn, M minutes each, and a table
        kraken fuzz TARGET --replay FILE              gives it one input, such as a finding's
        --no-coverage                                 inputs are changed from the seeds alone, not from what leads to new code
        Exit code 1 when there is a finding. Corpus and findings are kept in artifacts/fuzz/TARGET. The targets:
        """;

    private static int Main(string[] args)
    {
        // Before the first instrumented method runs, which writes to the map.
        using EdgeMap? map = InstrumentedCopy.IsHere ? new EdgeMap() : null;
        return Run(args, map);
    }

    private static int Run(string[] args, EdgeMap? map)
    {
        if (args is [] or ["help"])
        {
            Console.WriteLine(Usage);
            foreach (FuzzTarget listed in TargetList.All)
            {
                Console.WriteLine($"  {listed.Name,-24} {listed.Decodes}");
            }

            return 0;
        }

        bool isWorker = args[0] == Campaign.WorkerVerb;
        if (FuzzOptions.Parse(isWorker ? args[1..] : args, out string? problem) is not { } options)
        {
            Console.Error.WriteLine($"kraken fuzz: {problem}");
            return Refused;
        }

        FuzzTarget? target = options.Target is { } name ? TargetList.Find(name) : null;
        if (target is null && !options.All)
        {
            Console.Error.WriteLine($"kraken fuzz: no target '{options.Target}'; 'kraken fuzz' lists them");
            return Refused;
        }

        return options.Replay is { } file ? Replay(target!, file)
            : isWorker ? new Worker(target!, options, map).Run()
            : Campaign.Run(options.All ? [.. TargetList.All] : [target!], options);
    }

    private static int Replay(FuzzTarget target, string file)
    {
        if (!File.Exists(file))
        {
            Console.Error.WriteLine($"kraken fuzz: {file}: expected a file");
            return Refused;
        }

        Finding? finding = Judge.Run(target, File.ReadAllBytes(file), out bool taken);
        Console.WriteLine(finding is null
            ? $"{target.Name}: {(taken ? "taken" : "refused")}, and nothing is wrong with that"
            : $"{target.Name}: {finding.What} ({finding.Key})");
        return finding is null ? 0 : 1;
    }
}
