namespace Kraken.BlockProof.Program;

/// <summary>Why blocks cannot be proved by the block program.</summary>
public enum BlockRefusalKind
{
    /// <summary>The protocol version is not the program's.</summary>
    ProtocolVersion,

    /// <summary>A transaction of a kind or with fields that the program does not state.</summary>
    Transaction,

    /// <summary>A class of before Sierra 1.7, whose calls cost steps of the machine instead of gas.</summary>
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
