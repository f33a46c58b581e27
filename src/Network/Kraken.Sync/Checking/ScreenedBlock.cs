using System;
using Kraken.Sequencer.Blocks;
using Kraken.Sync.Sources;

namespace Kraken.Sync.Checking;

/// <summary>A block of which all holds that can be told without the blocks before it.</summary>
/// <param name="Source">What the source gave; every hash of it was computed again.</param>
/// <param name="Proposal">
/// Its account transactions with their classes: what the committee decided, as it was proposed. Messages from L1 are not among them.
/// </param>
/// <param name="Bytes">The proposal's encoding.</param>
public sealed record ScreenedBlock(SourceBlock Source, ProposedBlock Proposal, ReadOnlyMemory<byte> Bytes);
