using System.CommandLine;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Kraken.Cli.Verbs;

/// <summary>Log lines of long-running verbs: one line each on standard output, with the time in UTC.</summary>
internal static class Logging
{
    /// <summary>The option that sets how much is logged.</summary>
    public static Option<LogLevel> Level() =>
        new("--log-level") { Description = "Least level of log lines.", DefaultValueFactory = _ => LogLevel.Information };

    /// <summary>Makes the factory.</summary>
    public static ILoggerFactory Create(LogLevel level) => LoggerFactory.Create(builder => builder
        .SetMinimumLevel(level)
        .AddFilter("Microsoft", LogLevel.Warning)
        .AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        }));
}
