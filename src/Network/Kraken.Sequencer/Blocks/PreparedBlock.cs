using System;
using System.Collections.Immutable;
using System.Linq;
using Kraken.Execution.Blocks.Weights;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.State.Commitment;
using Kraken.State.Store;

namespace Kraken.Sequencer.Blocks;

/// <summary>A block that was executed and hashed on top of its parent, ready to be appended once it is decided.</summary>
/// <param name="Proposal">What it was executed from.</param>
/// <param name="Bytes">The proposal's encoding.</param>
/// <param name="Block">Header with hash, transactions, receipts.</param>
/// <param name="StateDiff">What it changes.</param>
/// <param name="Commitment">The commitment to the state after it.</param>
/// <param name="Classes">The classes that it declares.</param>
/// <param name="Weights">What it takes of the limits of a block.</param>
public sealed record PreparedBlock(
    ProposedBlock Proposal,
    ReadOnlyMemory<byte> Bytes,
    Block Block,
    StateDiff StateDiff,
    CommittedState Commitment,
    ImmutableArray<ClassRecord> Classes,
    BlockWeights Weights)
{
    private const long BytesPerNode = 160;
    private const long BytesPerCell = 128;
    private const long BytesPerReceipt = 256;

    /// <summary>About how much memory it takes.</summary>
    internal long HeldBytes =>
        (2L * Bytes.Length)
        + (BytesPerNode * Commitment.Nodes.Count)
        + (BytesPerCell * StateDiff.StorageDiffs.Sum(contract => (long)contract.Entries.Length))
        + Classes.Sum(declared => (long)Felt.ByteCount * (declared.Sierra.SierraProgram.Length + (long)declared.Casm.Bytecode.Length))
        + Block.Receipts.Sum(receipt => BytesPerReceipt
            + (2L * (receipt.RevertReason?.Length ?? 0))
            + ((long)Felt.ByteCount * receipt.Events.Sum(item => (long)item.Keys.Length + item.Data.Length))
            + ((long)Felt.ByteCount * receipt.Messages.Sum(message => (long)message.Payload.Length)));

    /// <summary>The record to append.</summary>
    /// <param name="certificate">The commit certificate, encoded.</param>
    public BlockRecord Record(ImmutableArray<byte> certificate) => new(Block, StateDiff, Commitment, Classes, certificate);
}
