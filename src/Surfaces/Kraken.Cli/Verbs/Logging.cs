using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Kraken.Cli.Verbs;

/// <summary>Log lines of long-running verbs: one line each on standard output, with the time in UTC.</summary>
internal static class Logging
{
    /// <summary>A sentence a line, for people.</summary>
    public const string Text = "text";

    /// <summary>An object a line, for machines.</summary>
    public const string Json = "json";

    private const string TimeForm = "yyyy-MM-ddTHH:mm:ss.fffZ";

    /// <summary>Makes the factory.</summary>
    /// <param name="level">The least level of lines.</param>
    /// <param name="format">What a line is.</param>
    public static ILoggerFactory Create(LogLevel level, string format = Text) => LoggerFactory.Create(builder =>
    {
        builder.SetMinimumLevel(level).AddFilter("Microsoft", LogLevel.Warning);
        if (format == Json)
        {
            builder.AddConsole(console => console.FormatterName = JsonLines.FormatterName)
                .AddConsoleFormatter<JsonLines, ConsoleFormatterOptions>(console => console.IncludeScopes = true);
            return;
        }

        builder.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = $"{TimeForm} ";
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
    });
}
