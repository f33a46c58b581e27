namespace Kraken.Rpc.Limits;

/// <summary>Which threads answer a method.</summary>
public enum RequestLoad
{
    /// <summary>Reads a little of the chain.</summary>
    Light,

    /// <summary>Runs contracts, or reads much of the chain.</summary>
    Heavy,

    /// <summary>Hands a transaction to the node, and waits for its verdict.</summary>
    Submission,
}
