using System;
using System.Collections.Generic;
using Kraken.Cli.Verbs;

namespace Kraken.Cli.Settings;

/// <summary>The processes that have settings.</summary>
internal static class Processes
{
    /// <summary>Verb, and what makes its flags.</summary>
    public static IReadOnlyList<(string Verb, Func<SettingFlags> Flags)> All { get; } =
    [
        ("node", NodeVerb.Flags), ("follow", FollowVerb.Flags), ("watch", WatchVerb.Flags), ("prove-worker", ProveWorkerVerb.Flags),
        ("explore", ExploreVerb.Flags),
    ];
}
