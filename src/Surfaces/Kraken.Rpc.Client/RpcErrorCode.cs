namespace Kraken.Rpc.Client;

/// <summary>
/// The error codes of JSON-RPC 2.0 (negative), of this node's budgets (-32005 to -32007) and of Starknet's specification 0.10.4 (positive).
/// </summary>
public static class RpcErrorCode
{
    /// <summary>The body is no JSON.</summary>
    public const int ParseError = -32700;

    /// <summary>The body is JSON, but no request.</summary>
    public const int InvalidRequest = -32600;

    /// <summary>There is no such method.</summary>
    public const int MethodNotFound = -32601;

    /// <summary>A parameter is missing, unknown or malformed.</summary>
    public const int InvalidParams = -32602;

    /// <summary>A defect of the node, or a request that took too long.</summary>
    public const int InternalError = -32603;

    /// <summary>Others are being answered; the same request may succeed later.</summary>
    public const int ServerBusy = -32005;

    /// <summary>The request wants more time, gas or memory than the node spends on one.</summary>
    public const int BudgetExceeded = -32006;

    /// <summary>The answer is longer than the node sends.</summary>
    public const int AnswerTooLarge = -32007;

    /// <summary>The transaction was not executed yet, or was dropped: "data" has its status.</summary>
    public const int NoTraceAvailable = 10;

    /// <summary>No contract stands at the address.</summary>
    public const int ContractNotFound = 20;

    /// <summary>The class has no such entry point.</summary>
    public const int EntryPointNotFound = 21;

    /// <summary>No block has this id; or the node no longer holds the block's state, then "data" says which it holds.</summary>
    public const int BlockNotFound = 24;

    /// <summary>The block has fewer transactions.</summary>
    public const int InvalidTransactionIndex = 27;

    /// <summary>No such class is declared.</summary>
    public const int ClassHashNotFound = 28;

    /// <summary>The node knows no such transaction.</summary>
    public const int TransactionHashNotFound = 29;

    /// <summary>A page of events may not have this many.</summary>
    public const int PageSizeTooBig = 31;

    /// <summary>The chain is empty.</summary>
    public const int NoBlocks = 32;

    /// <summary>The token is none that this filter's pages gave.</summary>
    public const int InvalidContinuationToken = 33;

    /// <summary>The filter has too many keys.</summary>
    public const int TooManyKeys = 34;

    /// <summary>The call failed: "data" has the reason.</summary>
    public const int ContractError = 40;

    /// <summary>A simulated transaction cannot be executed: "data" has its index and the reason.</summary>
    public const int TransactionExecutionError = 41;

    /// <summary>The node has no storage proofs of the block.</summary>
    public const int StorageProofNotSupported = 42;

    /// <summary>A class of this hash is in the state already.</summary>
    public const int ClassAlreadyDeclared = 51;

    /// <summary>The nonce was used, or is too far ahead.</summary>
    public const int InvalidTransactionNonce = 52;

    /// <summary>The bounds do not cover the validation or the minimal fee.</summary>
    public const int InsufficientResources = 53;

    /// <summary>The balance does not cover the bounds.</summary>
    public const int InsufficientAccountBalance = 54;

    /// <summary>The account, or a rule of the chain, refused the transaction.</summary>
    public const int ValidationFailure = 55;

    /// <summary>The class does not compile.</summary>
    public const int CompilationFailed = 56;

    /// <summary>The class has more bytes, felts or code than this chain takes.</summary>
    public const int ContractClassTooLarge = 57;

    /// <summary>The sender is no account.</summary>
    public const int NonAccount = 58;

    /// <summary>The same transaction waits already.</summary>
    public const int DuplicateTransaction = 59;

    /// <summary>The class compiles to another hash than the sender signed.</summary>
    public const int CompiledClassHashMismatch = 60;

    /// <summary>The transaction version is not accepted.</summary>
    public const int UnsupportedTransactionVersion = 61;

    /// <summary>The class format's version is not accepted.</summary>
    public const int UnsupportedContractClassVersion = 62;

    /// <summary>Anything else that keeps a transaction out.</summary>
    public const int UnexpectedError = 63;

    /// <summary>Another transaction with this nonce waits and pays about as much.</summary>
    public const int ReplacementUnderpriced = 64;

    /// <summary>The price bounds are below the network's minimum.</summary>
    public const int FeeBelowMinimum = 65;

    /// <summary>INVALID_SUBSCRIPTION_ID: a socket has no subscription of that name.</summary>
    public const int InvalidSubscriptionId = 66;

    /// <summary>TOO_MANY_ADDRESSES_IN_FILTER.</summary>
    public const int TooManyAddresses = 67;

    /// <summary>TOO_MANY_BLOCKS_BACK: a subscription would begin more than 1024 blocks ago.</summary>
    public const int TooManyBlocksBack = 68;

    /// <summary>The proof beside the transaction is invalid.</summary>
    public const int InvalidProof = 69;

    /// <summary>A declared class could not be compiled. This node never answers it: it compiles classes before they are declared.</summary>
    public const int CompilationError = 100;
}
