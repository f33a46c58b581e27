using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;

namespace Kraken.Bench.Chain;

/// <summary>Runs the kraken program that stands beside this one.</summary>
internal static class KrakenCommand
{
    private static readonly string Program = Path.GetFullPath(
        Path.Combine(AppContext.BaseDirectory, "..", "..", "Kraken.Cli", "release", "kraken"));

    /// <summary>Starts a verb with its streams open.</summary>
    public static Process Start(params string[] arguments)
    {
        if (!File.Exists(Program))
        {
            throw new FileNotFoundException($"expected the kraken program at {Program}; './kraken help' builds it");
        }

        ProcessStartInfo start = new(Program, arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        return Process.Start(start) ?? throw new InvalidOperationException($"{Program} did not start");
    }

    /// <summary>Runs a verb to its end.</summary>
    public static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        using Process process = Start(arguments);
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync().ConfigureAwait(false);
        await process.WaitForExitAsync().ConfigureAwait(false);
        return (process.ExitCode, output + await errors.ConfigureAwait(false));
    }
}
