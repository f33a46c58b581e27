namespace Kraken.Starknet.Blocks;

/// <summary>The moving names of blocks.</summary>
public enum BlockTag
{
    /// <summary>The last decided block.</summary>
    Latest,

    /// <summary>The block being built.</summary>
    PreConfirmed,

    /// <summary>The last block proved on L1.</summary>
    L1Accepted,
}
