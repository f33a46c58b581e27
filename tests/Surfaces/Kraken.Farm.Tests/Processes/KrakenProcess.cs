using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using Kraken.Farm.Tests.Servers;
using Kraken.Watcher.Tests.Chain;
using Xunit;

namespace Kraken.Farm.Tests.Processes;

/// <summary>The command of this build, as a process.</summary>
internal static class KrakenProcess
{
    private static string Program =>
        Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Kraken.Cli", "release", "kraken"));

    public static ServerProcess Start(string log, IReadOnlyDictionary<string, string> environment, params IEnumerable<string> arguments) =>
        ServerProcess.Start(Program, arguments, environment, log);

    /// <summary>Waits until a process has printed a text.</summary>
    public static async Task PrintsAsync(this ServerProcess process, string text)
    {
        await Eventually.HoldsAsync(() => process.HasEnded || process.Printed.Contains(text, StringComparison.Ordinal));
        Assert.True(process.Printed.Contains(text, StringComparison.Ordinal), process.Printed);
    }
}
