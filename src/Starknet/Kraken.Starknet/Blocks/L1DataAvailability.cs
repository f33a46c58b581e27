namespace Kraken.Starknet.Blocks;

/// <summary>How a block's state diff is published on L1.</summary>
public enum L1DataAvailability
{
    /// <summary>State diffs are posted in calldata.</summary>
    Calldata = 0,

    /// <summary>In blobs [EIP4844], the rule of today.</summary>
    Blob = 1,
}
