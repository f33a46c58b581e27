using System.Collections.Immutable;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Receipts;

namespace Kraken.BlockProof.Witness;

/// <summary>A block to be proved.</summary>
/// <param name="Header">The header; its commitments are what the program must come to.</param>
/// <param name="Transactions">The transactions, declares with their class.</param>
/// <param name="Receipts">One for each: fee, L1 gas and the reason of a reverted one are taken from here.</param>
/// <param name="OldHash">The hash of the block ten below; zero near the chain's start.</param>
public sealed record WitnessBlock(
    BlockHeader Header,
    ImmutableArray<ExecutableTransaction> Transactions,
    ImmutableArray<TransactionReceipt> Receipts,
    Felt OldHash);
