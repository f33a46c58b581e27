namespace Kraken.Starknet.Transactions;

/// <summary>The kinds of transactions that a block may hold.</summary>
public enum TransactionType
{
    /// <summary>A call through an account.</summary>
    Invoke,

    /// <summary>Publishes a class.</summary>
    Declare,

    /// <summary>Deploys an account that pays for its own deployment.</summary>
    DeployAccount,

    /// <summary>A message from L1, executed by its receiver.</summary>
    L1Handler,
}
