namespace Kraken.Starknet.Json;

/// <summary>Bounds on transactions and receipts from outside, above the protocol's own.</summary>
public static class TransactionLimits
{
    /// <summary>The most felts of calldata, signature or proof facts.</summary>
    public const int MaxFelts = 20_000;

    /// <summary>The most transactions of a list.</summary>
    public const int MaxTransactions = 20_000;

    /// <summary>The most events or messages of a receipt.</summary>
    public const int MaxEvents = 100_000;

    /// <summary>The most entries of a state diff's list.</summary>
    public const int MaxDiffEntries = 1_000_000;

    /// <summary>The longest revert reason (the protocol cuts at 15 000).</summary>
    public const int MaxRevertReason = 100_000;

    /// <summary>The longest version text, so that it is a short string.</summary>
    public const int MaxVersion = 31;
}
