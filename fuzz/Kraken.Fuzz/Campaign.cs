using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using Kraken.Fuzz.Coverage;
using Kraken.Fuzz.Running;
using Kraken.Fuzz.Targets;

namespace Kraken.Fuzz;

/// <summary>Runs targets, each in a process of its own, and tells what came of it.</summary>
internal static class Campaign
{
    /// <summary>The verb of the process that runs one target.</summary>
    internal const string WorkerVerb = "worker";

    private const int MaxDeaths = 5;

    // In bytes, more than any target's bounds allow.
    private const long WorkerHeap = 4L << 30;

    /// <summary>Runs targets in turn.</summary>
    /// <returns>1 when there is a finding, else 0.</returns>
    internal static int Run(IReadOnlyList<FuzzTarget> targets, FuzzOptions options)
    {
        string program = options.WithoutCoverage
            ? Path.Combine(AppContext.BaseDirectory, "Kraken.Fuzz")
            : InstrumentedCopy.Make(Path.Combine(TargetFolder.Artifacts, "instrumented"));
        Console.WriteLine($"seed {options.Seed}, {options.Time.TotalMinutes:0.##} minutes a target");
        List<string> table = [FuzzResult.Head];
        int findings = 0;
        foreach (FuzzTarget target in targets)
        {
            FuzzResult result = Run(program, target, options);
            findings += result.Findings;
            table.Add(result.Line(target.Name));
        }

        Console.WriteLine(string.Join('\n', table));
        return findings > 0 ? 1 : 0;
    }

    private static FuzzResult Run(string program, FuzzTarget target, FuzzOptions options)
    {
        TargetFolder folder = new(target.Name);
        FuzzResult total = new(0, 0, 0, 0, 0, 0, 0);
        long start = Stopwatch.GetTimestamp();
        for (int deaths = 0; deaths < MaxDeaths; deaths++)
        {
            TimeSpan left = options.Time - Stopwatch.GetElapsedTime(start);
            if (deaths > 0 && left <= TimeSpan.Zero)
            {
                break;
            }

            // Another seed after a death: the same inputs would end the next process too.
            File.Delete(folder.Result);
            File.Delete(folder.Current);
            int code = Wait(program, target.Name, left, options.Seed + deaths);
            if (File.Exists(folder.Result))
            {
                total = total.Plus(FuzzResult.Read(folder.Result));
            }

            if (code is 0 or 1)
            {
                break;
            }

            if (!File.Exists(folder.Current))
            {
                throw new InvalidOperationException($"the process of {target.Name} ended with code {code} before its first input");
            }

            string crash = folder.KeepCrash(CurrentInput.Read(folder.Current));
            string how = code == Worker.Hung ? "did not end" : $"ended the process with code {code}";
            Console.WriteLine($"FINDING {target.Name}: an input {how}\n  ./kraken fuzz {target.Name} --replay {crash}");
            total = total with { Findings = total.Findings + 1 };
        }

        return total;
    }

    private static int Wait(string program, string target, TimeSpan time, int seed)
    {
        ProcessStartInfo start = new(program);
        foreach (string argument in (string[])
            [
                WorkerVerb,
                target,
                "--minutes",
                time.TotalMinutes.ToString("0.####", CultureInfo.InvariantCulture),
                "--seed",
                seed.ToString(CultureInfo.InvariantCulture),
            ])
        {
            start.ArgumentList.Add(argument);
        }

        // Without a limit the collector lets garbage grow with the machine, and a full machine would pass for a finding.
        start.Environment["DOTNET_GCHeapHardLimit"] = WorkerHeap.ToString("x", CultureInfo.InvariantCulture);
        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start");
        process.WaitForExit();
        return process.ExitCode;
    }
}
