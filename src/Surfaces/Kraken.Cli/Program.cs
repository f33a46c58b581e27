using System;
using System.CommandLine;
using System.IO;
using System.Net.Http;
using System.Net.Sockets;
using System.Threading.Tasks;
using Kraken.Cli.Files;
using Kraken.Node;

namespace Kraken.Cli;

internal static class Program
{
    // A node lets requests end for as long as its operator chose, then flushes its write-ahead log and store; then the runtime ends the
    // process.
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(NodeOptions.MaxDrainSeconds + 9);

    // As ExitCode.Usage of the verbs that check more than the parser does.
    private const int WrongOptions = 2;

    internal static async Task<int> Main(string[] args)
    {
        InvocationConfiguration configuration = new() { ProcessTerminationTimeout = StopWithin, EnableDefaultExceptionHandler = false };
        try
        {
            ParseResult parsed = CommandLine.CreateFor(args).Parse(args);
            if (parsed.Errors.Count > 0)
            {
                // What was meant is advice about an error, not what the verb has to say.
                configuration.Output = Console.Error;
            }

            int code = await parsed.InvokeAsync(configuration).ConfigureAwait(false);
            return parsed.Errors.Count > 0 ? WrongOptions : code;
        }
        catch (Exception error)
            when (error is IOException or UnauthorizedAccessException or HttpRequestException or SocketException or InvalidDataException)
        {
            // What a user can mend is said in a line; anything else is a defect and shows where it happened.
            await Console.Error.WriteLineAsync(ErrorLine.Of($"kraken: {error.Message}")).ConfigureAwait(false);
            return 1;
        }
        catch (OperationCanceledException)
        {
            return 130;
        }
    }
}
