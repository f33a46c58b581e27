namespace Kraken.Starknet.Blocks;

/// <summary>How final a block is.</summary>
public enum BlockStatus
{
    /// <summary>Being built; it may still change.</summary>
    PreConfirmed,

    /// <summary>Decided by consensus.</summary>
    AcceptedOnL2,

    /// <summary>Proved on L1.</summary>
    AcceptedOnL1,
}
