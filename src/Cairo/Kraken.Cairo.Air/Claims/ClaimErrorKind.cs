namespace Kraken.Cairo.Air.Claims;

/// <summary>The rules that a claim can break.</summary>
public enum ClaimErrorKind
{
    /// <summary>A component that every proof has is missing.</summary>
    MissingComponent,

    /// <summary>A log size is out of range.</summary>
    LogSize,

    /// <summary>The memory has more than 2^29 addresses or ids beyond p.</summary>
    MemorySize,

    /// <summary>A register of the initial or final state is wrong.</summary>
    State,

    /// <summary>The program does not start with the builtin and safe-call prologue.</summary>
    ProgramPrologue,

    /// <summary>A builtin segment's bounds are wrong or nothing checks it.</summary>
    Segment,

    /// <summary>The output's length is not that of its segment.</summary>
    Output,

    /// <summary>A relation has p or more uses.</summary>
    RelationUses,
}
