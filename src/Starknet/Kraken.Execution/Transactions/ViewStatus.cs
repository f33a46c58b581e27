namespace Kraken.Execution.Transactions;

/// <summary>How a view call ended.</summary>
public enum ViewStatus
{
    /// <summary>It returned.</summary>
    Success,

    /// <summary>There is no contract at the address.</summary>
    ContractNotFound,

    /// <summary>The class has no such entry point.</summary>
    EntryPointNotFound,

    /// <summary>It panicked or stopped.</summary>
    Failed,
}
