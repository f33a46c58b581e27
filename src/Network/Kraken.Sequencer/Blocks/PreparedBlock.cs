using System.Collections.Immutable;
using Kraken.Execution.Blocks;
using Kraken.Starknet.Blocks;
using Kraken.State.Commitment;
using Kraken.State.Store;

namespace Kraken.Sequencer.Blocks;

/// <summary>A block that was executed and hashed on top of the committed chain, ready to be appended once it is decided.</summary>
/// <param name="Proposal">What it was executed from.</param>
/// <param name="Block">Header with hash, transactions, receipts.</param>
/// <param name="Executed">Its outcomes and state diff.</param>
/// <param name="Commitment">The commitment to the state after it.</param>
/// <param name="Classes">The classes that it declares.</param>
public sealed record PreparedBlock(ProposedBlock Proposal, Block Block, ExecutedBlock Executed, CommittedState Commitment, ImmutableArray<ClassRecord> Classes)
{
    /// <summary>The record to append.</summary>
    /// <param name="certificate">The commit certificate, encoded.</param>
    public BlockRecord Record(ImmutableArray<byte> certificate) => new(Block, Executed.StateDiff, Commitment, Classes, certificate);
}
