namespace Kraken.Starknet.Limits;

/// <summary>The largest transaction that a chain takes; the defaults are those of Starknet's gateway.</summary>
public sealed record TransactionBounds
{
    /// <summary>The most felts of an invoke's calldata and proof facts together, and of a deploy-account's constructor calldata.</summary>
    public int MaxCalldataFelts { get; init; } = 5_000;

    /// <summary>The most felts of a signature.</summary>
    public int MaxSignatureFelts { get; init; } = 4_000;

    /// <summary>The highest bound of L2 gas, in units, of a transaction that is not a declare.</summary>
    public ulong MaxL2GasAmount { get; init; } = 1_210_000_000;

    /// <summary>The lowest bound of the L2 gas price, in fri per unit; null for the chain's own price.</summary>
    public ulong? MinL2GasPrice { get; init; }
}
