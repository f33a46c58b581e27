using System;
using Kraken.Execution.Blocks;
using Kraken.Execution.Constants;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Limits;

namespace Kraken.Sequencer;

/// <summary>
/// What every node of a chain has in common beside the genesis block, and what a node decides for itself: <see cref="BuildTime"/>,
/// <see cref="TransactionTime"/> and <see cref="TransactionCells"/> change what a proposer puts into a block, never what is valid.
/// </summary>
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

    /// <summary>How long a proposer executes before it closes the block; validators need about as long.</summary>
    public TimeSpan BuildTime { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long one transaction may run in a block that this node builds; one that runs longer is set aside.</summary>
    public TimeSpan TransactionTime { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Memory cells that one transaction may have in a block that this node builds, of 40 bytes each.</summary>
    public long TransactionCells { get; init; } = 25_000_000;
}
