using System;
using System.CommandLine;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Cli.Files;
using Kraken.Cli.Settings;
using Kraken.Node.Configuration.Settings;
using Kraken.Operations;
using Kraken.Rpc.Health;
using Microsoft.Extensions.Logging;

namespace Kraken.Cli.Verbs;

/// <summary>A process that runs until it is asked to stop: its settings, its log, and what it tells its operators.</summary>
internal static class LongRun
{
    /// <summary>Reads the settings and runs.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="flags">The settings' flags.</param>
    /// <param name="stop">The option of <see cref="StopSignal"/>.</param>
    /// <param name="run">The work, with settings that have no problem.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(
        ParseResult result, SettingFlags flags, Option<bool> stop,
        Func<SettingValues, ILoggerFactory, CancellationToken, Task<int>> run, CancellationToken cancellation)
    {
        SettingValues values = flags.Read(result);
        if (!values.Problems.IsEmpty)
        {
            foreach (string problem in values.Problems)
            {
                await result.InvocationConfiguration.Error.WriteLineAsync(ErrorLine.Of(problem)).ConfigureAwait(false);
            }

            return ExitCode.Usage;
        }

        using ILoggerFactory loggers = OperatorSettings.Log(values);
        int code = 0;
        int stopped = await StopSignal.RunAsync(
            result.GetValue(stop), async token => code = await run(values, loggers, token).ConfigureAwait(false), cancellation)
            .ConfigureAwait(false);
        return code != 0 ? code : stopped;
    }

    /// <summary>Tells operators what the settings ask for, until it is disposed.</summary>
    public static async Task<OperatorServer> TellAsync(
        SettingValues values, Func<HealthReport> report, ILoggerFactory loggers, CancellationToken cancellation)
    {
        OperatorServer server = await OperatorServer.StartAsync(
            OperatorSettings.Options(values), report, loggers, cancellation).ConfigureAwait(false);
        if (server.Address is { } address)
        {
            loggers.CreateLogger("Kraken.Operations").LogInformation("metrics and health on {Address}", address);
        }

        return server;
    }
}
