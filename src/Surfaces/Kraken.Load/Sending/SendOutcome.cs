namespace Kraken.Load.Sending;

/// <summary>What became of one attempt to send.</summary>
internal enum SendOutcome
{
    /// <summary>The node has the transaction.</summary>
    Accepted,

    /// <summary>The node does not have it, and may take it later.</summary>
    Missing,

    /// <summary>The nonce was used by another transaction.</summary>
    Overtaken,

    /// <summary>The node will not take it.</summary>
    Refused,
}
