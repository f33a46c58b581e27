namespace Kraken.Starknet.Receipts;

/// <summary>The token that a fee is paid in.</summary>
public enum FeeUnit
{
    /// <summary>10^-18 ETH.</summary>
    Wei,

    /// <summary>10^-18 STRK.</summary>
    Fri,
}
