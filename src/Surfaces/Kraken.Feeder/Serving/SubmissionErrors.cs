using Kraken.Starknet.Chain;

namespace Kraken.Feeder.Serving;

/// <summary>Why a node does not take a transaction, in the words of Starknet's gateway.</summary>
internal static class SubmissionErrors
{
    internal static FeederException Of(SubmissionError error) => new(
        error.Kind switch
        {
            SubmissionErrorKind.ClassHashNotFound => FeederErrorCode.UndeclaredClass,
            SubmissionErrorKind.ClassAlreadyDeclared => "StarknetErrorCode.CLASS_ALREADY_DECLARED",
            SubmissionErrorKind.InvalidNonce or SubmissionErrorKind.ReplacementUnderpriced =>
                "StarknetErrorCode.INVALID_TRANSACTION_NONCE",
            SubmissionErrorKind.InsufficientResources or SubmissionErrorKind.FeeBelowMinimum => "StarknetErrorCode.INSUFFICIENT_MAX_FEE",
            SubmissionErrorKind.InsufficientBalance => "StarknetErrorCode.INSUFFICIENT_ACCOUNT_BALANCE",
            SubmissionErrorKind.ValidationFailure => "StarknetErrorCode.VALIDATE_FAILURE",
            SubmissionErrorKind.CompilationFailed => "StarknetErrorCode.COMPILATION_FAILED",
            SubmissionErrorKind.ClassTooLarge => "StarknetErrorCode.CONTRACT_CLASS_OBJECT_SIZE_TOO_LARGE",
            SubmissionErrorKind.NonAccount => "StarknetErrorCode.ENTRY_POINT_NOT_FOUND_IN_CONTRACT",
            SubmissionErrorKind.Duplicate => "StarknetErrorCode.DUPLICATED_TRANSACTION",
            SubmissionErrorKind.CompiledClassHashMismatch => "StarknetErrorCode.INVALID_COMPILED_CLASS_HASH",
            SubmissionErrorKind.UnsupportedVersion => FeederErrorCode.InvalidTransactionVersion,
            SubmissionErrorKind.UnsupportedClassVersion => "StarknetErrorCode.INVALID_CONTRACT_CLASS_VERSION",
            SubmissionErrorKind.InvalidProof => "StarknetErrorCode.INVALID_PROOF",
            SubmissionErrorKind.Busy => FeederErrorCode.LimitExceeded,
            _ => "StarknetErrorCode.TRANSACTION_FAILED",
        },
        error.Message);
}
