using System;
using Kraken.Execution.Blocks;
using Kraken.Execution.Constants;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Limits;

namespace Kraken.Sequencer;

/// <summary>What every node of a chain has in common beside the genesis block.</summary>
public sealed record ChainRules
{
    /// <summary>The chain id and the fee token.</summary>
    public required ChainInfo Chain { get; init; }

    /// <summary>The constants of the protocol version.</summary>
    public required VersionedConstants Constants { get; init; }

    /// <summary>The protocol version that headers carry.</summary>
    public required string StarknetVersion { get; init; }

    /// <summary>The gas prices of every block.</summary>
    public required GasPrices GasPrices { get; init; }

    /// <summary>How large transactions, classes and blocks may be.</summary>
    public ChainLimits Limits { get; init; } = new();

    /// <summary>The shortest time between two blocks while transactions wait.</summary>
    public TimeSpan BlockInterval { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>The time after which a block without transactions is made.</summary>
    public TimeSpan EmptyBlockInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The most transactions of a block.</summary>
    public int MaxTransactions { get; init; } = 500;

    /// <summary>The most gas of a block.</summary>
    public ulong MaxL2Gas { get; init; } = 5_800_000_000;

    /// <summary>How long a proposer executes before it closes the block; validators need about as long.</summary>
    public TimeSpan BuildTime { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How far a proposer's clock may be ahead of a validator's.</summary>
    public TimeSpan MaxClockLead { get; init; } = TimeSpan.FromSeconds(5);
}
