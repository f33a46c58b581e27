using Kraken.Rpc.Client;
using Kraken.Starknet.Chain;

namespace Kraken.Rpc.Protocol;

/// <summary>The errors of the write methods; "data" of each says what was expected and what came.</summary>
internal static class SubmissionErrors
{
    private const string Balance =
        "Account balance is smaller than the transaction's maximal fee (calculated as the sum of each resource's limit x max price)";

    private const string Resources = "The transaction's resources don't cover validation or the minimal transaction fee";

    private const string CompiledHash = "the compiled class hash did not match the one supplied in the transaction";

    internal static RpcError Of(SubmissionError error)
    {
        (int code, string message) = error.Kind switch
        {
            SubmissionErrorKind.ClassHashNotFound => (RpcErrorCode.ClassHashNotFound, RpcError.ClassHashNotFound.Message),
            SubmissionErrorKind.ClassAlreadyDeclared => (RpcErrorCode.ClassAlreadyDeclared, "Class already declared"),
            SubmissionErrorKind.InvalidNonce => (RpcErrorCode.InvalidTransactionNonce, "Invalid transaction nonce"),
            SubmissionErrorKind.InsufficientResources => (RpcErrorCode.InsufficientResources, Resources),
            SubmissionErrorKind.InsufficientBalance => (RpcErrorCode.InsufficientAccountBalance, Balance),
            SubmissionErrorKind.ValidationFailure => (RpcErrorCode.ValidationFailure, "Account validation failed"),
            SubmissionErrorKind.CompilationFailed => (RpcErrorCode.CompilationFailed, "Compilation failed"),
            SubmissionErrorKind.ClassTooLarge => (RpcErrorCode.ContractClassTooLarge, "Contract class size is too large"),
            SubmissionErrorKind.NonAccount => (RpcErrorCode.NonAccount, "Sender address is not an account contract"),
            SubmissionErrorKind.Duplicate =>
                (RpcErrorCode.DuplicateTransaction, "A transaction with the same hash already exists in the mempool"),
            SubmissionErrorKind.CompiledClassHashMismatch => (RpcErrorCode.CompiledClassHashMismatch, CompiledHash),
            SubmissionErrorKind.UnsupportedVersion =>
                (RpcErrorCode.UnsupportedTransactionVersion, "the transaction version is not supported"),
            SubmissionErrorKind.UnsupportedClassVersion =>
                (RpcErrorCode.UnsupportedContractClassVersion, "the contract class version is not supported"),
            SubmissionErrorKind.ReplacementUnderpriced => (RpcErrorCode.ReplacementUnderpriced, "Replacement transaction is underpriced"),
            SubmissionErrorKind.FeeBelowMinimum => (RpcErrorCode.FeeBelowMinimum, "Transaction fee below minimum"),
            SubmissionErrorKind.Busy => (RpcErrorCode.ServerBusy, RpcError.ServerBusyText),
            SubmissionErrorKind.InvalidProof => (RpcErrorCode.InvalidProof, "The proof field in the invoke v3 transaction is invalid"),
            _ => (RpcErrorCode.UnexpectedError, "An unexpected error occurred"),
        };
        return RpcError.Text(code, message, error.Message);
    }
}
