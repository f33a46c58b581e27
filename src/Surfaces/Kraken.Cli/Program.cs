using System;

namespace Kraken.Cli;

internal static class Program
{
    private static int Main(string[] args)
    {
        Console.WriteLine($"kraken: {args.Length} arguments");
        return 0;
    }
}
