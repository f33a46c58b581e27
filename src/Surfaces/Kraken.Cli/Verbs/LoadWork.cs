using System;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Cli.Files;
using Kraken.Load;
using Kraken.Load.Objectives;
using Kraken.Load.Reports;

namespace Kraken.Cli.Verbs;

/// <summary>What <c>kraken load</c> does with its options.</summary>
/// <param name="options">The run.</param>
/// <param name="objectives">What the network is to keep; null for nothing but to execute all.</param>
/// <param name="command">The command line, for the report.</param>
internal sealed class LoadWork(LoadOptions options, ServiceObjectives? objectives, string command)
{
    public bool FindsKnee { get; init; }

    public string? PresignTo { get; init; }

    public string? JsonFile { get; init; }

    public string? HtmlFile { get; init; }

    /// <summary>Runs until the end or a signal; the exit code.</summary>
    public async Task<int> RunAsync(bool stopsWithInput, CancellationToken cancellation)
    {
        foreach (string? file in (string?[])[JsonFile, HtmlFile, PresignTo])
        {
            if (file is not null && !OutputFile.CanWrite(file))
            {
                return ExitCode.Usage;
            }
        }

        if (Problem() is { } problem)
        {
            ErrorLine.Write(problem);
            return ExitCode.Usage;
        }

        // Workers that spin for work would take the processor from nodes that are measured on the same machine: a third of the client's
        // time. The pool reads this when it starts its first worker.
        AppContext.SetData("System.Threading.ThreadPool.UnfairSemaphoreSpinLimit", 0);
        using LoadConnections connections = LoadConnections.Open();
        bool isGood = false;
        try
        {
            await StopSignal.RunAsync(
                stopsWithInput,
                async token => isGood = await (PresignTo is { } file ? PresignAsync(file, connections, token)
                    : FindsKnee ? FindKneeAsync(connections, token)
                    : SendAsync(connections, token)).ConfigureAwait(false),
                cancellation).ConfigureAwait(false);
        }
        catch (LoadException error)
        {
            ErrorLine.Write($"load: {error.Message}");
        }

        return isGood ? 0 : 1;
    }

    // What no option is wrong in by itself.
    private string? Problem()
    {
        if (options.Total == 0)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"--rate and --duration: expected a transaction at least, got {options.Rate} a second for ")
                + string.Create(CultureInfo.InvariantCulture, $"{options.Duration.TotalSeconds} s");
        }

        (string Option, string? Path)[] files = [("--presigned", options.PresignedFile), ("--json", JsonFile), ("--html", HtmlFile)];
        return files.Where(file => file.Path is not null).GroupBy(file => OutputFile.AimOf(file.Path!))
            .FirstOrDefault(same => same.Count() > 1) is { } same
            ? $"{string.Join(" and ", same.Select(file => file.Option))}: expected a file for each, got {same.Key} for all"
            : null;
    }

    private async Task<bool> SendAsync(LoadConnections connections, CancellationToken cancellation)
    {
        LoadReport report = await RunAsync(options, connections, cancellation).ConfigureAwait(false);
        Console.Write(Lines(report.ToText()));
        Write(ReportJson.Write(report), () => ReportPage.Write(report, command));
        return report.IsGood;
    }

    private async Task<bool> FindKneeAsync(LoadConnections connections, CancellationToken cancellation)
    {
        KneeSearch search = new(options.Rate, KneeSearch.DefaultPrecision, async (rate, token) =>
        {
            LoadReport report = await RunAsync(options with { Rate = rate }, connections, token).ConfigureAwait(false);
            return new KneeStep(rate, report.IsGood, report);
        });
        KneeReport knee = await search.RunAsync(
            objectives!.ToString(), step => Console.WriteLine(KneeReport.Describe(step)), cancellation).ConfigureAwait(false);
        Console.Write(Lines(knee.ToText()));
        Write(ReportJson.Write(knee), () => ReportPage.Write(knee, command));
        return knee.Knee > 0;
    }

    private async Task<bool> PresignAsync(string path, LoadConnections connections, CancellationToken cancellation)
    {
        long count = 0;
        await OutputFile.WriteAsync(
            path,
            async file => count = await PresignRun.WriteAsync(
                options, file, connections, TimeProvider.System, LoadProgressLine.Tell, cancellation).ConfigureAwait(false))
            .ConfigureAwait(false);
        LoadProgressLine.End();
        Console.WriteLine($"{count} transactions are signed in {path}");
        return true;
    }

    private async Task<LoadReport> RunAsync(LoadOptions run, LoadConnections connections, CancellationToken cancellation)
    {
        LoadReport report = await new LoadRun(run, connections, TimeProvider.System)
            .RunAsync(new LoadProgressLine(), cancellation).ConfigureAwait(false);
        LoadProgressLine.End();
        return objectives is null ? report : report.JudgedBy(objectives);
    }

    private void Write(byte[] json, Func<string> html)
    {
        if (JsonFile is not null)
        {
            OutputFile.Write(JsonFile, json);
        }

        if (HtmlFile is not null)
        {
            OutputFile.Write(HtmlFile, Encoding.UTF8.GetBytes(html()));
        }
    }

    // What a node said must not drive a terminal.
    private static string Lines(string text)
    {
        StringBuilder safe = new();
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            safe.AppendLine(ErrorLine.Of(line.TrimEnd('\r')));
        }

        return safe.ToString();
    }
}
