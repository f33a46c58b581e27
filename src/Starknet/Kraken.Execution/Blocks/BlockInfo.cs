using Kraken.Fields;

namespace Kraken.Execution.Blocks;

/// <summary>The block that transactions run in.</summary>
public sealed record BlockInfo
{
    /// <summary>Its number.</summary>
    public required ulong Number { get; init; }

    /// <summary>Its timestamp, seconds since 1970.</summary>
    public required ulong Timestamp { get; init; }

    /// <summary>The sequencer's address, which receives the fees.</summary>
    public required Felt Sequencer { get; init; }

    /// <summary>Prices in fri.</summary>
    public required GasPrices FriPrices { get; init; }

    /// <summary>Prices in wei.</summary>
    public required GasPrices WeiPrices { get; init; }

    /// <summary>Whether state diffs go to blobs (else to calldata).</summary>
    public bool UseBlobs { get; init; } = true;
}
