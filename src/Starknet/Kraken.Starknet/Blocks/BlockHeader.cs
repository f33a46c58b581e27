using Kraken.Fields;

namespace Kraken.Starknet.Blocks;

/// <summary>A block without its transactions. Everything but <see cref="Hash"/> enters the block hash (0.13.4 and later).</summary>
public sealed record BlockHeader
{
    /// <summary>The block hash; zero until it has been computed by <see cref="WithHash"/>.</summary>
    public Felt Hash { get; init; }

    /// <summary>The hash of the block before; zero for the first.</summary>
    public required Felt ParentHash { get; init; }

    /// <summary>The height, from 0 on.</summary>
    public required ulong Number { get; init; }

    /// <summary>The commitment to the state after the block.</summary>
    public required Felt StateRoot { get; init; }

    /// <summary>The contract that receives the fees.</summary>
    public required Felt SequencerAddress { get; init; }

    /// <summary>Seconds since 1970-01-01 UTC.</summary>
    public required ulong Timestamp { get; init; }

    /// <summary>The prices of the three gases.</summary>
    public required GasPrices GasPrices { get; init; }

    /// <summary>How the state diff is published.</summary>
    public L1DataAvailability L1DataAvailability { get; init; } = L1DataAvailability.Blob;

    /// <summary>The protocol version, ASCII, such as "0.14.4".</summary>
    public required string StarknetVersion { get; init; }

    /// <summary>The commitments to the content and its counts.</summary>
    public required BlockCommitments Commitments { get; init; }

    /// <summary>The same header with its hash.</summary>
    /// <exception cref="System.ArgumentException">The version is not a short string.</exception>
    public BlockHeader WithHash() => this with { Hash = BlockHash.Compute(this) };
}
