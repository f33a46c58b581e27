using System;
using System.Collections.Generic;
using Kraken.Cli.Verbs;
using Kraken.Node.Configuration.Settings;

namespace Kraken.Cli.Settings;

/// <summary>The processes that have settings.</summary>
internal static class Processes
{
    /// <summary>Verb, what makes its flags, and what reads the files that its settings name as the process does at its start.</summary>
    public static IReadOnlyList<(string Verb, Func<SettingFlags> Flags, Action<SettingValues> Open)> All { get; } =
    [
        ("node", NodeVerb.Flags, NodeSettings.Open),
        ("follow", FollowVerb.Flags, FollowSettings.Open),
        ("watch", WatchVerb.Flags, values => GenesisSource.Open(values, FarmSettings.Genesis)),
        ("prove-worker", ProveWorkerVerb.Flags, values => GenesisSource.Open(values, FarmSettings.Genesis)),
        ("explore", ExploreVerb.Flags, values => GenesisSource.Open(values, ExploreSettings.Genesis)),
    ];
}
