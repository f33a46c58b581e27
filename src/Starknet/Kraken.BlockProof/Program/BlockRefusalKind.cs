namespace Kraken.BlockProof.Program;

/// <summary>Why blocks cannot be proved by the block program.</summary>
public enum BlockRefusalKind
{
    /// <summary>The protocol version is not the program's.</summary>
    ProtocolVersion,

    /// <summary>A transaction of a kind or with fields that the program does not state.</summary>
    Transaction,

    /// <summary>A class that is metered by steps.</summary>
    StepMeteredClass,

    /// <summary>A class for which the protocol has a transaction info of its own.</summary>
    BoundAccount,

    /// <summary>A system call that the program does not answer.</summary>
    SystemCall,

    /// <summary>The witness lacks a class.</summary>
    MissingClass,

    /// <summary>Executing the blocks does not give what the witness says of them.</summary>
    Mismatch,
}
