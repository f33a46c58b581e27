using System.Collections.Immutable;
using Kraken.Execution.Blocks;
using Kraken.State;

namespace Kraken.BlockProof.Witness;

/// <summary>A block as Kraken.Execution runs it, with all that its code was answered.</summary>
/// <param name="Before">The state that it began with.</param>
/// <param name="Commitments">The tries around it.</param>
/// <param name="Executed">What the execution gave.</param>
/// <param name="Transactions">The calls of each transaction.</param>
public sealed record RecordedBlock(
    WitnessBlock Block,
    IStateReader Before,
    BlockState Commitments,
    ExecutedBlock Executed,
    ImmutableArray<RecordedTransaction> Transactions);
