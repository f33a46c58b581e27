using System;
using System.IO;

namespace Kraken.Cli.Tests;

/// <summary>Runs verbs that write to the console themselves.</summary>
internal static class ConsoleRun
{
    public static (int Code, string Output, string Error) Of(params string[] arguments)
    {
        (TextWriter output, TextWriter error) = (Console.Out, Console.Error);
        using StringWriter printed = new();
        using StringWriter said = new();
        try
        {
            Console.SetOut(printed);
            Console.SetError(said);
            (int code, _, string refused) = CommandLineRun.Of(arguments);
            return (code, printed.ToString(), said + refused);
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }
}
