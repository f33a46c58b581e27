using Kraken.Fields;
using Kraken.Starknet.Blocks;

namespace Kraken.Execution.Blocks;

/// <summary>The block that transactions run in.</summary>
public sealed record BlockInfo
{
    /// <summary>The height of the block that is executed.</summary>
    public required ulong Number { get; init; }

    /// <summary>Its timestamp, seconds since 1970.</summary>
    public required ulong Timestamp { get; init; }

    /// <summary>The sequencer's address, which receives the fees.</summary>
    public required Felt Sequencer { get; init; }

    /// <summary>The prices of the three kinds of gas, in wei and fri.</summary>
    public required GasPrices GasPrices { get; init; }

    /// <summary>Where state diffs are published.</summary>
    public L1DataAvailability DataAvailability { get; init; } = L1DataAvailability.Blob;

    /// <summary>Whether state diffs go to blobs.</summary>
    public bool UseBlobs => DataAvailability == L1DataAvailability.Blob;

    internal PriceVector FriPrices => PriceVector.InFri(GasPrices);
}
