namespace Kraken.Starknet.Receipts;

/// <summary>The unit of a fee.</summary>
public enum FeeUnit
{
    /// <summary>10^-18 ETH.</summary>
    Wei,

    /// <summary>10^-18 STRK.</summary>
    Fri,
}
