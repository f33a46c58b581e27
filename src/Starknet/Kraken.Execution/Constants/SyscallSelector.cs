namespace Kraken.Execution.Constants;

/// <summary>The system calls of Cairo 1 contracts; the constants files use the same names.</summary>
public enum SyscallSelector
{
    /// <summary>Calls another contract.</summary>
    CallContract,

    /// <summary>Deploys a declared class.</summary>
    Deploy,

    /// <summary>Adds an event to the receipt.</summary>
    EmitEvent,

    /// <summary>Hash of a block at least ten blocks old.</summary>
    GetBlockHash,

    /// <summary>Class hash of a contract.</summary>
    GetClassHashAt,

    /// <summary>Block, transaction and call information.</summary>
    GetExecutionInfo,

    /// <summary>Keccak-f sponge over 64-bit words.</summary>
    Keccak,

    /// <summary>One round of <see cref="Keccak"/>; a price, not a call.</summary>
    KeccakRound,

    /// <summary>Runs another class on the caller's storage.</summary>
    LibraryCall,

    /// <summary>Runs an account's __execute__ under a version 0 transaction context.</summary>
    MetaTxV0,

    /// <summary>Replaces the contract's class.</summary>
    ReplaceClass,

    /// <summary>secp256k1 point addition.</summary>
    Secp256k1Add,

    /// <summary>secp256k1 point of an x coordinate.</summary>
    Secp256k1GetPointFromX,

    /// <summary>Coordinates of a secp256k1 point.</summary>
    Secp256k1GetXy,

    /// <summary>secp256k1 scalar multiplication.</summary>
    Secp256k1Mul,

    /// <summary>secp256k1 point of its coordinates.</summary>
    Secp256k1New,

    /// <summary>secp256r1 point addition.</summary>
    Secp256r1Add,

    /// <summary>secp256r1 point of an x coordinate.</summary>
    Secp256r1GetPointFromX,

    /// <summary>Coordinates of a secp256r1 point.</summary>
    Secp256r1GetXy,

    /// <summary>secp256r1 scalar multiplication.</summary>
    Secp256r1Mul,

    /// <summary>secp256r1 point of its coordinates.</summary>
    Secp256r1New,

    /// <summary>Adds a message to L1 to the receipt.</summary>
    SendMessageToL1,

    /// <summary>SHA-256 compression of one block.</summary>
    Sha256ProcessBlock,

    /// <summary>SHA-512 compression of one block.</summary>
    Sha512ProcessBlock,

    /// <summary>Reads a storage cell.</summary>
    StorageRead,

    /// <summary>Writes a storage cell.</summary>
    StorageWrite,
}
