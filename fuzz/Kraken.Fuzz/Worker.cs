using System;
using System.Diagnostics;
using System.Threading;
using Kraken.Fuzz.Coverage;
using Kraken.Fuzz.Running;
using Kraken.Fuzz.Targets;

namespace Kraken.Fuzz;

/// <summary>The process that runs one target: what happens to it is told by the one that waits.</summary>
internal sealed class Worker(FuzzTarget target, FuzzOptions options, EdgeMap? map)
{
    /// <summary>The exit code of a worker whose input did not end.</summary>
    internal const int Hung = 3;

    private static readonly TimeSpan Report = TimeSpan.FromSeconds(20);

    private readonly TargetFolder folder = new(target.Name);
    private long begun;

    /// <summary>Runs until the time is over.</summary>
    internal int Run()
    {
        using CurrentInput current = new(folder.Current, target.MaxInputBytes + (1 << 20));
        ICoverage coverage = map is null ? new NoCoverage() : map;
        Fuzzer fuzzer = new(target, options.Seed, coverage)
        {
            Begins = input =>
            {
                current.Set(input);
                Interlocked.Increment(ref begun);
            },
            IsNew = folder.Keep,
            IsFound = Tell,
        };
        new Thread(Watch) { IsBackground = true, Name = "watch" }.Start();
        long start = Stopwatch.GetTimestamp();
        long told = start;
        fuzzer.Start();
        int first = coverage.Edges;
        foreach (byte[] kept in folder.Corpus())
        {
            if (!fuzzer.TryKeep(kept))
            {
                folder.Drop(kept);
            }
        }

        while (Stopwatch.GetElapsedTime(start) < options.Time)
        {
            fuzzer.Step();
            if (Stopwatch.GetElapsedTime(told) > Report)
            {
                told = Stopwatch.GetTimestamp();
                Write(Result());
            }
        }

        FuzzResult result = Result();
        result.Write(folder.Result);
        return result.Findings > 0 ? 1 : 0;

        FuzzResult Result() => new(
            fuzzer.Inputs, fuzzer.Taken, Stopwatch.GetElapsedTime(start).TotalSeconds,
            first, coverage.Edges, fuzzer.CorpusCount, fuzzer.Found.Count);
    }

    private void Write(FuzzResult result)
    {
        result.Write(folder.Result);
        Console.WriteLine(result.Line(target.Name));
    }

    private void Tell(FoundInput found)
    {
        byte[] shortest = Minimizer.Minimize(target, found);
        Console.WriteLine($"FINDING {target.Name}: {found.Finding.What} ({found.Finding.Key})");
        Console.WriteLine($"  ./kraken fuzz {target.Name} --replay {folder.KeepCrash(shortest)}");
    }

    // Much longer than any bound, and more again for a machine that is loaded. Seconds are those that this thread slept, so that a process
    // that was stopped is not taken for one that hangs.
    private void Watch()
    {
        TimeSpan limit = TimeSpan.FromSeconds(60) + (8 * target.Bounds.Time);
        long seen = 0;
        for (int seconds = 0; seconds <= limit.TotalSeconds; seconds++)
        {
            Thread.Sleep(TimeSpan.FromSeconds(1));
            long current = Interlocked.Read(ref begun);
            if (current != seen)
            {
                (seen, seconds) = (current, 0);
            }
        }

        Environment.Exit(Hung);
    }
}
