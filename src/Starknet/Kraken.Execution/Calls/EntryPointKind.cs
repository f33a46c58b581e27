namespace Kraken.Execution.Calls;

/// <summary>The table of a class that an entry point is looked up in.</summary>
public enum EntryPointKind
{
    /// <summary>Called by transactions and contracts.</summary>
    External,

    /// <summary>Called by messages from L1.</summary>
    L1Handler,

    /// <summary>Called once, at deployment.</summary>
    Constructor,
}
