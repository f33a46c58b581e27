using System.CommandLine;
using System.IO;

namespace Kraken.Cli.Tests;

/// <summary>Runs the command with its words kept.</summary>
internal static class CommandLineRun
{
    public static (int Code, string Output, string Error) Of(params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        InvocationConfiguration configuration = new() { Output = output, Error = error, EnableDefaultExceptionHandler = false };
        int code = CommandLine.Create().Parse(arguments).Invoke(configuration);
        return (code, output.ToString(), error.ToString());
    }
}
