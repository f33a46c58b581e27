using System;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace Kraken.EndToEnd.Tests;

/// <summary>A run of <c>kraken load</c> beside a test.</summary>
internal sealed class Load
{
    private readonly Task<(int ExitCode, string Output, string Errors)> run;

    private Load(Task<(int ExitCode, string Output, string Errors)> run) => this.run = run;

    public bool HasEnded => run.IsCompleted;

    /// <summary>Sends transactions to a node.</summary>
    /// <param name="url">The node.</param>
    /// <param name="rate">Transactions per second.</param>
    /// <param name="duration">For how long.</param>
    public static Load Start(string url, int rate, TimeSpan duration) => new(Command.RunAsync(
        duration + TimeSpan.FromMinutes(2),
        Repository.Kraken,
        "load",
        "--nodes",
        url,
        "--rate",
        rate.ToString(CultureInfo.InvariantCulture),
        "--duration",
        duration.TotalSeconds.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Waits for its end; everything that it sent must have been executed.</summary>
    /// <returns>Its report.</returns>
    public async Task<string> NothingLostAsync()
    {
        (int code, string output, string errors) = await run;
        string report = string.Join('\n', output.Split('\n').SkipWhile(line => !line.Contains("accepted", StringComparison.Ordinal)));
        Assert.True(code == 0, report + errors);
        return report;
    }
}
