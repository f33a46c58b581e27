namespace Kraken.Mempool;

/// <summary>Why a transaction was not taken.</summary>
public enum MempoolErrorKind
{
    /// <summary>The same transaction waits already.</summary>
    Duplicate,

    /// <summary>The account's nonce in the state is higher.</summary>
    NonceUsed,

    /// <summary>The nonce is too far ahead of the account's.</summary>
    NonceTooFarAhead,

    /// <summary>Another transaction with this nonce waits and the new one does not pay enough more.</summary>
    Underpriced,

    /// <summary>The pool is full.</summary>
    Full,

    /// <summary>More comes than is executed: not now.</summary>
    Busy,
}

/// <summary>Why a transaction was not taken.</summary>
/// <param name="Kind">The reason.</param>
/// <param name="Message">What was expected and what came.</param>
public sealed record MempoolError(MempoolErrorKind Kind, string Message);
