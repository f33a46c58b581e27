using System.Collections.Immutable;
using System.Text.Json;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Limits;

namespace Kraken.Node.Configuration.Launch;

/// <summary>A chain that is to be launched: everything of its genesis file but the keys that are drawn with it.</summary>
/// <param name="Description">What block 0 is made of.</param>
/// <param name="Validators">The validators, one at least.</param>
public sealed record ChainPlan(GenesisDescription Description, ImmutableArray<ValidatorPlan> Validators)
{
    /// <summary>What the classes of the description are called, in order.</summary>
    public ImmutableArray<string> ClassNames { get; init; } = [];

    /// <summary>The shortest time between two blocks while transactions wait, in milliseconds.</summary>
    public int BlockIntervalMs { get; init; } = 300;

    /// <summary>The time after which a block without transactions is made, in milliseconds.</summary>
    public int EmptyBlockIntervalMs { get; init; } = 5000;

    /// <summary>How large transactions, classes and blocks may be; null for Starknet's limits.</summary>
    public ChainLimits? Limits { get; init; }

    /// <summary>Constants of execution of the chain's own; null for those of the protocol version.</summary>
    public JsonElement? Constants { get; init; }
}
