namespace Kraken.Execution.Constants;

/// <summary>The system calls of Cairo 0 contracts; the constants files use the same names.</summary>
public enum DeprecatedSyscall
{
    /// <summary>Calls another contract.</summary>
    CallContract,

    /// <summary>Runs the class of another contract on the caller's storage.</summary>
    DelegateCall,

    /// <summary>As <see cref="DelegateCall"/>, an entry point for messages from L1.</summary>
    DelegateL1Handler,

    /// <summary>Deploys a declared class.</summary>
    Deploy,

    /// <summary>Adds an event to the receipt.</summary>
    EmitEvent,

    /// <summary>The block's number, rounded down in validation.</summary>
    GetBlockNumber,

    /// <summary>The block's time, rounded down in validation.</summary>
    GetBlockTimestamp,

    /// <summary>The contract that called; zero for the transaction itself.</summary>
    GetCallerAddress,

    /// <summary>Whose storage is used.</summary>
    GetContractAddress,

    /// <summary>Who gets the fees of the block; refused in validation.</summary>
    GetSequencerAddress,

    /// <summary>A pointer to version, account, maximal fee, signature, hash, chain and nonce.</summary>
    GetTxInfo,

    /// <summary>The transaction's signature.</summary>
    GetTxSignature,

    /// <summary>Runs another class on the caller's storage.</summary>
    LibraryCall,

    /// <summary>As <see cref="LibraryCall"/>, an entry point for messages from L1.</summary>
    LibraryCallL1Handler,

    /// <summary>Replaces the contract's class.</summary>
    ReplaceClass,

    /// <summary>Adds a message to L1 to the receipt.</summary>
    SendMessageToL1,

    /// <summary>Reads a storage cell.</summary>
    StorageRead,

    /// <summary>Writes a storage cell.</summary>
    StorageWrite,
}
