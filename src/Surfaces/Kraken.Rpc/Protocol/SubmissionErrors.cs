using Kraken.Starknet.Chain;

namespace Kraken.Rpc.Protocol;

/// <summary>The errors of the write methods.</summary>
internal static class SubmissionErrors
{
    internal static RpcError Of(SubmissionError error) => error.Kind switch
    {
        SubmissionErrorKind.ClassHashNotFound => RpcError.ClassHashNotFound,
        SubmissionErrorKind.ClassAlreadyDeclared => new(51, "Class already declared"),
        SubmissionErrorKind.InvalidNonce => RpcError.Text(52, "Invalid transaction nonce", error.Message),
        SubmissionErrorKind.InsufficientResources =>
            new(53, "The transaction's resources don't cover validation or the minimal transaction fee"),
        SubmissionErrorKind.InsufficientBalance =>
            new(54, "Account balance is smaller than the transaction's maximal fee (calculated as the sum of each resource's limit x max price)"),
        SubmissionErrorKind.ValidationFailure => RpcError.Text(55, "Account validation failed", error.Message),
        SubmissionErrorKind.CompilationFailed => RpcError.Text(56, "Compilation failed", error.Message),
        SubmissionErrorKind.ClassTooLarge => RpcError.Text(57, "Contract class size is too large", error.Message),
        SubmissionErrorKind.NonAccount => new(58, "Sender address is not an account contract"),
        SubmissionErrorKind.Duplicate => new(59, "A transaction with the same hash already exists in the mempool"),
        SubmissionErrorKind.CompiledClassHashMismatch =>
            RpcError.Text(60, "the compiled class hash did not match the one supplied in the transaction", error.Message),
        SubmissionErrorKind.UnsupportedVersion => new(61, "the transaction version is not supported"),
        SubmissionErrorKind.UnsupportedClassVersion => RpcError.Text(62, "the contract class version is not supported", error.Message),
        SubmissionErrorKind.ReplacementUnderpriced => new(64, "Replacement transaction is underpriced"),
        SubmissionErrorKind.FeeBelowMinimum => new(65, "Transaction fee below minimum"),
        SubmissionErrorKind.InvalidProof => new(69, "The proof field in the invoke v3 transaction is invalid"),
        _ => RpcError.Text(63, "An unexpected error occurred", error.Message),
    };
}
