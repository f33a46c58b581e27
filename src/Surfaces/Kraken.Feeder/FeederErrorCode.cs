namespace Kraken.Feeder;

/// <summary>
/// The error codes of Starknet's gateways that are answered here, as they stand in the body of an answer with status 400.
/// </summary>
public static class FeederErrorCode
{
    /// <summary>There is no such block.</summary>
    public const string BlockNotFound = "StarknetErrorCode.BLOCK_NOT_FOUND";

    /// <summary>No block has such a transaction.</summary>
    public const string TransactionNotFound = "StarknetErrorCode.TRANSACTION_HASH_NOT_FOUND";

    /// <summary>The class is not declared as of the block.</summary>
    public const string UndeclaredClass = "StarknetErrorCode.UNDECLARED_CLASS";

    /// <summary>The request has a parameter too much or too few, one that is malformed, or a body that is no transaction.</summary>
    public const string MalformedRequest = "StarkErrorCode.MALFORMED_REQUEST";

    /// <summary>A program that does not unpack within its bound.</summary>
    public const string InvalidProgram = "StarknetErrorCode.INVALID_PROGRAM";

    /// <summary>Too much is asked for at a time.</summary>
    public const string LimitExceeded = "StarknetErrorCode.TRANSACTION_LIMIT_EXCEEDED";

    /// <summary>Another transaction version than 3.</summary>
    public const string InvalidTransactionVersion = "StarknetErrorCode.INVALID_TRANSACTION_VERSION";

    /// <summary>The node does not do it.</summary>
    public const string Unsupported = "StarknetErrorCode.UNSUPPORTED";

    /// <summary>A defect, of which the node's log says more.</summary>
    public const string InternalError = "StarknetErrorCode.INTERNAL_ERROR";
}
