using Kraken.Rpc.Client;
using Kraken.Starknet.Chain;

namespace Kraken.Rpc.Protocol;

/// <summary>The errors of the write methods.</summary>
internal static class SubmissionErrors
{
    internal static RpcError Of(SubmissionError error) => error.Kind switch
    {
        SubmissionErrorKind.ClassHashNotFound => RpcError.ClassHashNotFound,
        SubmissionErrorKind.ClassAlreadyDeclared => new(RpcErrorCode.ClassAlreadyDeclared, "Class already declared"),
        SubmissionErrorKind.InvalidNonce => RpcError.Text(RpcErrorCode.InvalidTransactionNonce, "Invalid transaction nonce", error.Message),
        SubmissionErrorKind.InsufficientResources =>
            new(RpcErrorCode.InsufficientResources, "The transaction's resources don't cover validation or the minimal transaction fee"),
        SubmissionErrorKind.InsufficientBalance =>
            new(RpcErrorCode.InsufficientAccountBalance, "Account balance is smaller than the transaction's maximal fee (calculated as the sum of each resource's limit x max price)"),
        SubmissionErrorKind.ValidationFailure => RpcError.Text(RpcErrorCode.ValidationFailure, "Account validation failed", error.Message),
        SubmissionErrorKind.CompilationFailed => RpcError.Text(RpcErrorCode.CompilationFailed, "Compilation failed", error.Message),
        SubmissionErrorKind.ClassTooLarge => RpcError.Text(RpcErrorCode.ContractClassTooLarge, "Contract class size is too large", error.Message),
        SubmissionErrorKind.NonAccount => new(RpcErrorCode.NonAccount, "Sender address is not an account contract"),
        SubmissionErrorKind.Duplicate => new(RpcErrorCode.DuplicateTransaction, "A transaction with the same hash already exists in the mempool"),
        SubmissionErrorKind.CompiledClassHashMismatch =>
            RpcError.Text(RpcErrorCode.CompiledClassHashMismatch, "the compiled class hash did not match the one supplied in the transaction", error.Message),
        SubmissionErrorKind.UnsupportedVersion => new(RpcErrorCode.UnsupportedTransactionVersion, "the transaction version is not supported"),
        SubmissionErrorKind.UnsupportedClassVersion => RpcError.Text(RpcErrorCode.UnsupportedContractClassVersion, "the contract class version is not supported", error.Message),
        SubmissionErrorKind.ReplacementUnderpriced => new(RpcErrorCode.ReplacementUnderpriced, "Replacement transaction is underpriced"),
        SubmissionErrorKind.FeeBelowMinimum => new(RpcErrorCode.FeeBelowMinimum, "Transaction fee below minimum"),
        SubmissionErrorKind.InvalidProof => new(RpcErrorCode.InvalidProof, "The proof field in the invoke v3 transaction is invalid"),
        _ => RpcError.Text(RpcErrorCode.UnexpectedError, "An unexpected error occurred", error.Message),
    };
}
