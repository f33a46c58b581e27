namespace Kraken.Execution.Transactions;

/// <summary>Why a transaction may not enter a block.</summary>
public enum RejectionKind
{
    /// <summary>The nonce is not the account's.</summary>
    InvalidNonce,

    /// <summary>Bounds below the minimal gas or the block's prices.</summary>
    InsufficientBounds,

    /// <summary>The balance does not cover the bounds.</summary>
    InsufficientBalance,

    /// <summary>Validation did not answer VALID.</summary>
    ValidationFailed,

    /// <summary>A transaction that cannot be reverted used more than its bounds or balance allow.</summary>
    ResourcesExceeded,

    /// <summary>A class of this hash is in the state already.</summary>
    ClassAlreadyDeclared,

    /// <summary>The class that came with a declare is missing or another than the one declared.</summary>
    ClassHashMismatch,

    /// <summary>The class compiles to another hash than the sender signed.</summary>
    CompiledClassHashMismatch,

    /// <summary>The class of a new account is not declared, or its constructor failed.</summary>
    DeploymentFailed,

    /// <summary>The fee could not be transferred.</summary>
    FeeTransferFailed,

    /// <summary>Proof facts that this chain does not accept.</summary>
    InvalidProofFacts,

    /// <summary>The sender of a message from L1 paid nothing for it there.</summary>
    L1FeeNotPaid,

    /// <summary>A message from L1 without a sender.</summary>
    InvalidMessage,

    /// <summary>It takes more of something than a whole block may.</summary>
    TooLargeForBlock,
}
