using System.Collections.Immutable;
using Kraken.Starknet.Blocks;
using Kraken.State.Commitment;

namespace Kraken.State.Store;

/// <summary>All that is stored of a block, in one batch.</summary>
/// <param name="Block">Header with hash, transactions, receipts.</param>
/// <param name="Commitment">The commitment to the state after it.</param>
/// <param name="Classes">The classes that it declares.</param>
/// <param name="Certificate">The commit certificate as bytes; empty for a block without one.</param>
public sealed record BlockRecord(
    Block Block,
    StateDiff StateDiff,
    CommittedState Commitment,
    ImmutableArray<ClassRecord> Classes,
    ImmutableArray<byte> Certificate);
