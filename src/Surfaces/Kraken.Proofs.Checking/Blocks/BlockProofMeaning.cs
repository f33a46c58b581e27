using System.Collections.Immutable;

namespace Kraken.Proofs.Checking.Blocks;

/// <summary>What proofs of blocks are about, in words that are the same for all of them.</summary>
public static class BlockProofMeaning
{
    /// <summary>What the proof itself states, a sentence each.</summary>
    public static ImmutableArray<string> Proved { get; } =
    [
        "There are transactions and classes such that the chain leads from the block hash before to the last block hash under the rules"
        + " of the program's protocol version, on the chain and with the fee token of the config hash.",
        "Every transaction's hash, signature check by its account's code, nonce, calls with their system calls, gas, and fee transfer;"
        + " every storage cell read is in the state before it, and the state roots follow from the writes.",
        "All four commitments of every block, its link to the block before, and its hash.",
        "The messages to L1, and the messages from L1 that were consumed.",
    ];

    /// <summary>
    /// What the program takes as given and hashes into the blocks, so that the validators who signed the hash vouch for it; a sentence
    /// each.
    /// </summary>
    public static ImmutableArray<string> VouchedByConsensus { get; } =
    [
        "Of every block: its timestamp, sequencer address, gas prices, and how its data is published on L1.",
        "Of every transaction: whether it is reverted, the reason of that, its actual fee (proved to be at most what it allows),"
        + " and the L1 gas and L1 data gas of its receipt.",
        "That these blocks and no others are the chain's: two blocks of one height could both be proved, but only one is signed.",
    ];

    /// <summary>What neither covers, a sentence each.</summary>
    public static ImmutableArray<string> CoveredByNeither { get; } =
    [
        "That a declared class's code is what its Sierra code compiles to, and the hash of its ABI.",
        "The protocol's limits on depth of calls, on events, and on what a validation may call.",
        "That a reverted transaction had to be reverted: it could have been left to succeed.",
        "What content shows and no commitment covers: the L2 gas of receipts, and whether a class was given by a deployment or a"
        + " replacement.",
    ];

    /// <summary>What is left to believe where no content was shown.</summary>
    internal const string NoContent =
        "What the blocks hold: their hashes commit to it, but no content was given to compare.";
}
