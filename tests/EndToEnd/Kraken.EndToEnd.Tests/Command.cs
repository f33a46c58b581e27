using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace Kraken.EndToEnd.Tests;

/// <summary>Runs a program to its end.</summary>
internal static class Command
{
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        TimeSpan limit,
        string program,
        params string[] arguments)
    {
        ProcessStartInfo start =
            new(program) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Repository.Root };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using CancellationTokenSource timeout = new(limit);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return (-1, await output, $"{await errors}\n{program} did not end within {limit}");
        }

        return (process.ExitCode, await output, await errors);
    }
}
