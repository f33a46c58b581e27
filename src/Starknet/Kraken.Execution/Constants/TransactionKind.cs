namespace Kraken.Execution.Constants;

/// <summary>The kinds of transactions that the OS runs; the constants files use the same names.</summary>
public enum TransactionKind
{
    /// <summary>Declares a class.</summary>
    Declare,

    /// <summary>Deploys an account that pays for itself.</summary>
    DeployAccount,

    /// <summary>Runs an account's __execute__.</summary>
    InvokeFunction,

    /// <summary>Handles a message from L1.</summary>
    L1Handler,
}
