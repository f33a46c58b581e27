namespace Kraken.Starknet.Transactions;

/// <summary>Where an account's nonce or fee balance lives; the network accepts only <see cref="L1"/>.</summary>
public enum DataAvailabilityMode
{
    /// <summary>Published on L1.</summary>
    L1 = 0,

    /// <summary>Kept on L2 (reserved).</summary>
    L2 = 1,
}
