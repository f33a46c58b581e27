using System;
using Kraken.Execution.Constants;
using Kraken.Starknet.Blocks;

namespace Kraken.Execution.Blocks;

/// <summary>Everything around a transaction that does not depend on it. Immutable.</summary>
/// <param name="Constants">The protocol version's constants.</param>
public sealed record BlockContext(BlockInfo Block, ChainInfo Chain, VersionedConstants Constants)
{
    /// <summary>
    /// Whether calls keep what their system calls were answered (<see cref="Calls.CallInfo.Answers"/>); such runs are the virtual
    /// machine's.
    /// </summary>
    public bool RecordsAnswers { get; init; }

    /// <summary>The context of a block with a header; hash, root and commitments of the header do not matter.</summary>
    public static BlockContext Of(BlockHeader header, ChainInfo chain, VersionedConstants constants)
    {
        ArgumentNullException.ThrowIfNull(header);
        BlockInfo block = new()
        {
            Number = header.Number,
            Timestamp = header.Timestamp,
            Sequencer = header.SequencerAddress,
            GasPrices = header.GasPrices,
            DataAvailability = header.L1DataAvailability,
        };
        return new BlockContext(block, chain, constants);
    }
}
