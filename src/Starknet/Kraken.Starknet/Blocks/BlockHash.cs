using Kraken.Fields;
using Kraken.Hashing;

namespace Kraken.Starknet.Blocks;

/// <summary>Block hashes of protocol 0.13.4 and later.</summary>
public static class BlockHash
{
    private static readonly Felt Domain = Felt.FromShortString("STARKNET_BLOCK_HASH1");
    private static readonly Felt GasPricesDomain = Felt.FromShortString("STARKNET_GAS_PRICES0");

    /// <summary>The hash of a block; the header's own <see cref="BlockHeader.Hash"/> does not enter.</summary>
    /// <exception cref="System.ArgumentException">The version is not a short string.</exception>
    public static Felt Compute(BlockHeader header) => Poseidon.HashMany([Domain, .. ElementsOf(header)]);

    /// <summary>The elements that a block's hash is made of, behind its domain.</summary>
    /// <exception cref="System.ArgumentException">The version is not a short string.</exception>
    public static Felt[] ElementsOf(BlockHeader header) =>
    [
        header.Number,
        header.StateRoot,
        header.SequencerAddress,
        header.Timestamp,
        Counts(header),
        header.Commitments.StateDiff,
        header.Commitments.Transactions,
        header.Commitments.Events,
        header.Commitments.Receipts,
        GasPricesHash(header.GasPrices),
        Felt.FromShortString(header.StarknetVersion),
        Felt.Zero,
        header.ParentHash,
    ];

    /// <summary>
    /// The hash that consensus votes on when the roots are computed later: the block hash with state root and parent hash zero
    /// ("partial block hash").
    /// </summary>
    public static Felt ComputePartial(BlockHeader header) => Compute(header with { StateRoot = Felt.Zero, ParentHash = Felt.Zero });

    // transactions (64 bits) | events (64) | state diff length (64) | data availability (1) | 0 (63)
    private static Felt Counts(BlockHeader header)
    {
        BlockCommitments content = header.Commitments;
        ulong availability = (ulong)header.L1DataAvailability << 63;
        return Felt.FromLimbsReduced(availability, content.StateDiffLength, content.EventCount, content.TransactionCount);
    }

    private static Felt GasPricesHash(GasPrices prices) => Poseidon.HashMany(
    [
        GasPricesDomain,
        prices.L1Gas.InWei,
        prices.L1Gas.InFri,
        prices.L1DataGas.InWei,
        prices.L1DataGas.InFri,
        prices.L2Gas.InWei,
        prices.L2Gas.InFri,
    ]);
}
