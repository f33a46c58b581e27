namespace Kraken.BlockProof.Binding;

/// <summary>What a proof's output is compared with its block in.</summary>
public enum BindingField
{
    /// <summary>The program: rebuilt from the class it must have the proof's program hash.</summary>
    ProgramHash,

    /// <summary>The output's length and the places of its fields.</summary>
    OutputLayout,

    /// <summary>The class that ran.</summary>
    ClassHash,

    /// <summary>The entry point.</summary>
    Selector,

    /// <summary>The calldata of the call.</summary>
    Calldata,

    /// <summary>The signed transaction must contain the call.</summary>
    TransactionCalldata,

    /// <summary>The receipt's status against the panic flag.</summary>
    Status,

    /// <summary>The gas that the call was given.</summary>
    InitialGas,

    /// <summary>The gas that the call used.</summary>
    GasUsed,

    /// <summary>What the call returned.</summary>
    ReturnData,

    /// <summary>The events of the call.</summary>
    Events,

    /// <summary>The receipt's events of the contract.</summary>
    ReceiptEvents,

    /// <summary>The gas of a system call, by the protocol's constants.</summary>
    SyscallGas,

    /// <summary>A system call's failure flag or address domain.</summary>
    SyscallAnswer,

    /// <summary>A storage read against the storage before the transaction, by re-execution.</summary>
    StorageRead,

    /// <summary>A storage read of a cell that the block did not change before, against the state after the previous block.</summary>
    PreviousState,

    /// <summary>The last write of a cell by the call, against the storage after the transaction, by re-execution.</summary>
    StorageWrite,

    /// <summary>The last write of a cell in the block, against the block's state diff.</summary>
    StateDiff,
}
