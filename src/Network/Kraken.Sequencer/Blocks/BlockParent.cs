using System;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.State;
using Kraken.State.Commitment;

namespace Kraken.Sequencer.Blocks;

/// <summary>The block below one that is executed: the last committed one, or one that is prepared but not committed.</summary>
/// <param name="Header">Its header.</param>
/// <param name="State">The state after it.</param>
/// <param name="Commitment">The commitment to that state.</param>
/// <param name="HashOf">The hash of an ancestor, or of the block itself, by number.</param>
public sealed record BlockParent(BlockHeader Header, IStateReader State, ICommitmentReader Commitment, Func<ulong, Felt> HashOf);
