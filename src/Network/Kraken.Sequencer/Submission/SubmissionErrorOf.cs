using Kraken.Execution.Transactions;
using Kraken.Mempool;
using Kraken.Starknet.Chain;

namespace Kraken.Sequencer.Submission;

/// <summary>The words of JSON-RPC for refusals of the pool and of the execution.</summary>
internal static class SubmissionErrorOf
{
    public static SubmissionError Pool(MempoolError error) => new(
        error.Kind switch
        {
            MempoolErrorKind.Duplicate => SubmissionErrorKind.Duplicate,
            MempoolErrorKind.NonceUsed or MempoolErrorKind.NonceTooFarAhead => SubmissionErrorKind.InvalidNonce,
            MempoolErrorKind.Busy => SubmissionErrorKind.Busy,
            MempoolErrorKind.Underpriced => SubmissionErrorKind.ReplacementUnderpriced,
            _ => SubmissionErrorKind.Unexpected,
        },
        error.Message);

    public static SubmissionError Execution(Rejection rejection) => new(
        rejection.Kind switch
        {
            RejectionKind.InvalidNonce => SubmissionErrorKind.InvalidNonce,
            RejectionKind.InsufficientBounds => SubmissionErrorKind.InsufficientResources,
            RejectionKind.InsufficientBalance => SubmissionErrorKind.InsufficientBalance,
            RejectionKind.ValidationFailed or RejectionKind.ResourcesExceeded => SubmissionErrorKind.ValidationFailure,
            RejectionKind.ClassAlreadyDeclared => SubmissionErrorKind.ClassAlreadyDeclared,
            RejectionKind.CompiledClassHashMismatch or RejectionKind.ClassHashMismatch => SubmissionErrorKind.CompiledClassHashMismatch,
            RejectionKind.DeploymentFailed => SubmissionErrorKind.ValidationFailure,
            RejectionKind.InvalidProofFacts => SubmissionErrorKind.InvalidProof,
            _ => SubmissionErrorKind.Unexpected,
        },
        rejection.Message)
    {
        IsPermanent =
            rejection.Kind is RejectionKind.CompiledClassHashMismatch or RejectionKind.ClassHashMismatch or RejectionKind.InvalidProofFacts,
    };
}
