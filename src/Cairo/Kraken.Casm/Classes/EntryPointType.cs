namespace Kraken.Casm.Classes;

/// <summary>The kinds of entry points of a class.</summary>
public enum EntryPointType
{
    /// <summary>Called by accounts and contracts.</summary>
    External,

    /// <summary>Called for messages from L1.</summary>
    L1Handler,

    /// <summary>Called once, at the deployment.</summary>
    Constructor,
}
