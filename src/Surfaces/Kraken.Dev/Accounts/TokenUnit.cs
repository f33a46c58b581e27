namespace Kraken.Dev.Accounts;

/// <summary>One of the two tokens of a development chain, by the unit of its amounts.</summary>
internal enum TokenUnit
{
    /// <summary>ETH.</summary>
    Wei,

    /// <summary>STRK.</summary>
    Fri,
}
