namespace Kraken.Rpc.Client;

/// <summary>The methods that Kraken's nodes have beside the specification for those who show a chain, with their bounds.</summary>
public static class ChainExtras
{
    /// <summary>Takes nothing; gives the token that fees are paid in, as an object with its "address".</summary>
    public const string FeeTokenMethod = "kraken_getFeeToken";

    /// <summary>Takes a "limit"; gives how many transactions wait, and the first of them.</summary>
    public const string WaitingMethod = "kraken_getWaitingTransactions";

    /// <summary>The most waiting transactions of one answer.</summary>
    public const int MaxWaiting = 1000;

    /// <summary>The most predeployed accounts that are read.</summary>
    public const int MaxAccounts = 1000;
}
