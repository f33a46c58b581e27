using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace Kraken.Bench.Chain;

/// <summary>The page of results: a table whose every claim names its command, and charts as files beside it.</summary>
internal sealed class ChainPage(string path)
{
    private readonly List<(string Figure, string Result, string Goal, string Command)> rows = [];
    private readonly StringBuilder charts = new();
    private readonly PageFile file = new(path);

    /// <summary>Adds a claim; of several commands the ends of code are within the text.</summary>
    public void Add(string figure, string result, string goal, string command)
    {
        rows.Add((figure, result, goal, command));
        Console.WriteLine($"{figure}: {result} (goal: {goal})");
    }

    /// <summary>Adds a chart, which is written at once.</summary>
    public void AddChart(string name, string title, string svg) =>
        charts.Append(file.AddChart(name, title, svg)).Append("\n\n");

    /// <summary>Writes the chain's part of the page.</summary>
    public void Write(ChainOptions options)
    {
        StringBuilder page = new();
        page.Append(
            CultureInfo.InvariantCulture,
            $"""
            Written by `./kraken bench chain`: all node processes, the client and, where named, the watcher on one machine with
            {Environment.ProcessorCount} cores, {DateTime.UtcNow:yyyy-MM-dd}. Reported runs take {options.Seconds} s,
            each rate of a search {options.StepSeconds} s; the knee is the greatest rate that keeps {options.Objectives}
            from the intended send to the block, of all that was to be sent. Contracts run with --execution {options.Execution}.
            Transactions are signed before each run; the client runs in the process of the benchmark, as the named command does alone.

            | figure | result | goal | command |
            |---|---|---|---|

            """);
        foreach ((string figure, string result, string goal, string command) in rows)
        {
            page.Append(CultureInfo.InvariantCulture, $"| {figure} | {result} | {goal} | `{command}` |\n");
        }

        page.Append('\n').Append(charts);
        file.Write("Benchmarks of the chain", page.ToString());
    }
}
