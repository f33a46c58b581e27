namespace Kraken.Starknet.Chain;

/// <summary>Why a node does not take a transaction: the write errors of JSON-RPC.</summary>
public enum SubmissionErrorKind
{
    /// <summary>The class of a deploy-account is not declared.</summary>
    ClassHashNotFound,

    /// <summary>A class of this hash is in the state already.</summary>
    ClassAlreadyDeclared,

    /// <summary>The nonce was used, or is too far ahead.</summary>
    InvalidNonce,

    /// <summary>The resource bounds do not cover the validation or the minimal fee.</summary>
    InsufficientResources,

    /// <summary>The balance does not cover the bounds.</summary>
    InsufficientBalance,

    /// <summary>The account refused the transaction.</summary>
    ValidationFailure,

    /// <summary>The class does not compile.</summary>
    CompilationFailed,

    /// <summary>The class has more bytes, felts or code than this chain takes.</summary>
    ClassTooLarge,

    /// <summary>The sender is no account.</summary>
    NonAccount,

    /// <summary>The same transaction waits already.</summary>
    Duplicate,

    /// <summary>The class compiles to another hash than the sender signed.</summary>
    CompiledClassHashMismatch,

    /// <summary>The transaction version is not accepted.</summary>
    UnsupportedVersion,

    /// <summary>The class format's version is not accepted.</summary>
    UnsupportedClassVersion,

    /// <summary>Another transaction with this nonce waits and pays about as much.</summary>
    ReplacementUnderpriced,

    /// <summary>The price bounds are below the network's minimum.</summary>
    FeeBelowMinimum,

    /// <summary>The proof beside the transaction is invalid.</summary>
    InvalidProof,

    /// <summary>More comes than is executed: the same transaction may be taken later.</summary>
    Busy,

    /// <summary>Anything else.</summary>
    Unexpected,
}
