namespace Kraken.Starknet.Limits;

/// <summary>The largest transaction that a chain takes; the defaults are those of Starknet's gateway.</summary>
/// <param name="MaxCalldataFelts">The most felts of an invoke's calldata and proof facts together, and of a
/// deploy-account's constructor calldata.</param>
/// <param name="MaxSignatureFelts">The most felts of a signature.</param>
/// <param name="MaxL2GasAmount">The highest bound of L2 gas, in units, of a transaction that is not a declare.</param>
/// <param name="MinL2GasPrice">The lowest bound of the L2 gas price, in fri per unit; null for the chain's own price. With 0 a transaction
/// need not offer any fee.</param>
/// <param name="ProofPolicy">Who verifies the proofs that transactions with proof facts bring: null for nobody, so that such transactions
/// are refused; <see cref="ByGateway"/> for whoever takes them in, so that validators check the facts alone.</param>
public sealed record TransactionBounds(
    int MaxCalldataFelts = 5_000,
    int MaxSignatureFelts = 4_000,
    ulong MaxL2GasAmount = 1_210_000_000,
    ulong? MinL2GasPrice = null,
    string? ProofPolicy = null)
{
    /// <summary>The policy by which validators trust those who take transactions in with their proofs.</summary>
    public const string ByGateway = "gateway";
}
