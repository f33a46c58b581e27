using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Fuzz.Targets.Lists;

namespace Kraken.Fuzz.Targets;

/// <summary>All decoders of foreign bytes.</summary>
internal static class TargetList
{
    /// <summary>The targets, by kind.</summary>
    internal static IReadOnlyList<FuzzTarget> All { get; } =
    [
        .. ProofTargets.All, .. ProofStoreTargets.All, .. FarmTargets.All, .. BlockProofTargets.All, .. ClassTargets.All,
        .. SourceTargets.All,
        .. ProgramTargets.All, .. TransactionTargets.All, .. RpcTargets.All, .. NodeAnswerTargets.All, .. FeederTargets.All,
        .. QueryTargets.All, .. DevTargets.All,
        .. ConsensusTargets.All, .. FollowTargets.All, .. L1Targets.All, .. StoreTargets.All, .. ConfigurationTargets.All,
        .. HandedFileTargets.All,
    ];

    /// <summary>The target of a name; null when there is none.</summary>
    internal static FuzzTarget? Find(string name) =>
        All.FirstOrDefault(target => string.Equals(target.Name, name, StringComparison.Ordinal));
}
