namespace Kraken.Execution.Tests.Concurrency;

/// <summary>What a step of a scripted transaction does; all that follows depends on all that was read before.</summary>
internal enum StepKind
{
    /// <summary>Reads a cell.</summary>
    Read,

    /// <summary>Writes a cell.</summary>
    Write,

    /// <summary>Reads the cell that what was read names.</summary>
    Follow,

    /// <summary>Writes the cell that what was read names.</summary>
    WriteFollowing,

    /// <summary>Writes a cell and takes it back.</summary>
    Undo,

    /// <summary>Writes a cell and writes its old value.</summary>
    WriteBack,

    /// <summary>Takes memory, which is kept.</summary>
    Keep,

    /// <summary>Takes memory and gives it back.</summary>
    Borrow,

    /// <summary>Looks for a class if the state has it.</summary>
    FindClass,

    /// <summary>Is rejected, if what was read says so.</summary>
    Reject,

    /// <summary>Fails, if what was read says so.</summary>
    Fail,

    /// <summary>Runs for long, if what was read says so.</summary>
    Spin,
}
