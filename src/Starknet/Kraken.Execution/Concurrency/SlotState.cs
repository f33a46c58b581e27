namespace Kraken.Execution.Concurrency;

/// <summary>How far a transaction of a block is.</summary>
internal enum SlotState
{
    /// <summary>It may run ahead.</summary>
    Ready,

    /// <summary>It runs ahead.</summary>
    Running,

    /// <summary>It ran ahead, and what it was given has not changed since.</summary>
    Done,

    /// <summary>It runs at its turn only.</summary>
    GivenUp,

    /// <summary>Its turn has come, or is over.</summary>
    Final,
}
