namespace Kraken.Starknet.Chain;

/// <summary>The cost of a message from L1; one of the nested records.</summary>
public abstract record MessageEstimate
{
    private MessageEstimate()
    {
    }

    /// <summary>The handler ran.</summary>
    /// <param name="Fee">The cost, in wei.</param>
    public sealed record Estimated(FeeEstimate Fee) : MessageEstimate;

    /// <summary>No contract stands at the address.</summary>
    public sealed record ContractNotFound : MessageEstimate;

    /// <summary>The handler failed.</summary>
    /// <param name="Error">The reason, for people.</param>
    public sealed record Failed(string Error) : MessageEstimate;
}
