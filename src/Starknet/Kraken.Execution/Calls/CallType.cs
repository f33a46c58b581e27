namespace Kraken.Execution.Calls;

/// <summary>How a class is run.</summary>
public enum CallType
{
    /// <summary>On its own contract's storage.</summary>
    Call,

    /// <summary>On the caller's storage (library call).</summary>
    Delegate,
}
