using System.Collections.Immutable;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Starknet.Blocks;

namespace Kraken.BlockProof.Witness;

/// <summary>A block to be proved.</summary>
/// <param name="Header">The header; its commitments are what the program must come to.</param>
/// <param name="Transactions">The transactions, declares with their class.</param>
/// <param name="OldHash">The hash of the block ten below; zero near the chain's start.</param>
public sealed record WitnessBlock(BlockHeader Header, ImmutableArray<ExecutableTransaction> Transactions, Felt OldHash);
