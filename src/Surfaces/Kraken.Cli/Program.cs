using System;
using System.CommandLine;
using System.Threading.Tasks;
using Kraken.Cli.Verbs;

namespace Kraken.Cli;

internal static class Program
{
    // A node flushes its write-ahead log and store within this time; then the runtime ends the process.
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(9);

    private static Task<int> Main(string[] args)
    {
        RootCommand root = new("Kraken: launch and run a Starknet validity chain.")
        {
            UpVerb.Create(),
            NodeVerb.Create(),
            LoadVerb.Create(),
            RunVerb.Create(),
            CompileVerb.Create(),
            ProveVerb.Create(),
            VerifyVerb.Create(),
            GenesisVerb.Create(),
            KeysVerb.Create(),
            DownVerb.Create(),
        };
        return root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = StopWithin });
    }
}
