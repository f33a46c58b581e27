namespace Kraken.Starknet.Chain;

/// <summary>How a contract was called.</summary>
public enum CallType
{
    /// <summary>In its own storage.</summary>
    Call,

    /// <summary>Code of a class in the caller's storage.</summary>
    LibraryCall,

    /// <summary>Only in the history of Cairo 0.</summary>
    Delegate,
}
