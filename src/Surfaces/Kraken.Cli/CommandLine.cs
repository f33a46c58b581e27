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
        FollowVerb.Create(),
        DevVerb.Create(),
        WatchVerb.Create(),
        ProveWorkerVerb.Create(),
        ExploreVerb.Create(),
        LoadVerb.Create(),
        SimVerb.Create(),
        RunVerb.Create(),
        CompileVerb.Create(),
        NativeVerb.Create(),
        AdaptVerb.Create(),
        ProveVerb.Create(),
        VerifyVerb.Create(),
        BundleVerb.Create(),
        OsVerb.Create(),
        GenesisVerb.Create(),
        KeysVerb.Create(),
        SnapshotVerb.Create(),
        RestoreVerb.Create(),
        RollbackVerb.Create(),
        ConfigVerb.Create(),
        HealthVerb.Create(),
        ContractsVerb.Create(),
        ScriptVerb.Create("test", "Run the tests: './kraken test', with '--all' the slow ones too, with names those projects."),
        ScriptVerb.Create("bench", "Measure prover and verifier beside the reference: './kraken bench'; 'bench kernels' their kernels."),
        ScriptVerb.Create("fuzz", "Give a decoder hostile inputs: './kraken fuzz TARGET --minutes M'; './kraken fuzz' lists the decoders."),
        HelpVerb.Create(Create),
    };
}
