namespace Kraken.Starknet.Receipts;

/// <summary>How a transaction in a block ended.</summary>
public enum ExecutionStatus
{
    /// <summary>All its effects stand.</summary>
    Succeeded,

    /// <summary>Its execution was undone; nonce and fee stand.</summary>
    Reverted,
}
