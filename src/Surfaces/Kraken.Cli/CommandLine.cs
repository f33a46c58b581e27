using System.CommandLine;
using Kraken.Cli.Verbs;

namespace Kraken.Cli;

/// <summary>The command with all its verbs.</summary>
internal static class CommandLine
{
    public static RootCommand Create() => new("Kraken: launch and run a Starknet validity chain.")
    {
        UpVerb.Create(),
        DownVerb.Create(),
        NodeVerb.Create(),
        WatchVerb.Create(),
        ExploreVerb.Create(),
        LoadVerb.Create(),
        SimVerb.Create(),
        RunVerb.Create(),
        CompileVerb.Create(),
        ProveVerb.Create(),
        VerifyVerb.Create(),
        GenesisVerb.Create(),
        KeysVerb.Create(),
        ContractsVerb.Create(),
        ScriptVerb.Create("test", "Install what the tests need and run them: './kraken test', '--all' for the slow ones too, or names of projects."),
        ScriptVerb.Create("bench", "Measure the prover's and verifier's phases beside the reference's: './kraken bench', 'bench kernels' for the kernels."),
        HelpVerb.Create(Create),
    };
}
