using System;
using System.Collections.Immutable;
using System.CommandLine;
using System.Linq;
using Kraken.Cli.Verbs;

namespace Kraken.Cli;

/// <summary>The command with its verbs.</summary>
internal static class CommandLine
{
    private static readonly ImmutableArray<(string Name, Func<Command> Create)> Verbs =
    [
        ("up", UpVerb.Create),
        ("down", DownVerb.Create),
        ("node", NodeVerb.Create),
        ("follow", FollowVerb.Create),
        ("dev", DevVerb.Create),
        ("watch", WatchVerb.Create),
        ("prove-worker", ProveWorkerVerb.Create),
        ("explore", ExploreVerb.Create),
        ("load", LoadVerb.Create),
        ("sim", SimVerb.Create),
        ("run", RunVerb.Create),
        ("compile", CompileVerb.Create),
        ("native", NativeVerb.Create),
        ("adapt", AdaptVerb.Create),
        ("prove", ProveVerb.Create),
        ("verify", VerifyVerb.Create),
        ("bundle", BundleVerb.Create),
        ("os", OsVerb.Create),
        ("genesis", GenesisVerb.Create),
        ("keys", KeysVerb.Create),
        ("snapshot", SnapshotVerb.Create),
        ("restore", RestoreVerb.Create),
        ("rollback", RollbackVerb.Create),
        ("config", ConfigVerb.Create),
        ("health", HealthVerb.Create),
        ("contracts", ContractsVerb.Create),
        Script("test", "Run the tests: './kraken test', with '--all' the slow ones too, with names those projects."),
        Script("bench", "Measure prover and verifier beside the reference: './kraken bench'; 'bench kernels' their kernels."),
        Script("fuzz", "Give a decoder hostile inputs: './kraken fuzz TARGET --minutes M'; './kraken fuzz' lists the decoders."),
        ("help", () => HelpVerb.Create(Create)),
    ];

    /// <summary>The command with all verbs.</summary>
    public static RootCommand Create() => Of([.. Verbs.Select(verb => verb.Create)]);

    /// <summary>
    /// The command for such arguments: with one verb if they begin with its name, so that a process which does one thing does not make,
    /// nor load the assemblies of, the options of all others.
    /// </summary>
    public static RootCommand CreateFor(ReadOnlySpan<string> arguments)
    {
        foreach ((string name, Func<Command> create) in Verbs)
        {
            if (arguments.Length > 0 && arguments[0] == name)
            {
                return Of([create]);
            }
        }

        return Create();
    }

    private static RootCommand Of(ReadOnlySpan<Func<Command>> verbs)
    {
        RootCommand root = new("Kraken: launch and run a Starknet validity chain.");
        foreach (Func<Command> create in verbs)
        {
            root.Subcommands.Add(create());
        }

        OptionRules.Complete(root);
        return root;
    }

    private static (string Name, Func<Command> Create) Script(string name, string description) =>
        (name, () => ScriptVerb.Create(name, description));
}
