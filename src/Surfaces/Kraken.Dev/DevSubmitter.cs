using System.Threading;
using System.Threading.Tasks;
using Kraken.Dev.Chain;
using Kraken.Execution.Classes;
using Kraken.Fields;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Limits;
using Kraken.Starknet.Transactions;

namespace Kraken.Dev;

/// <summary>
/// Takes transactions from outside to a development chain: each is in a block, or in the one being built, when it is taken.
/// </summary>
internal sealed class DevSubmitter(DevChain chain, bool chargesFees) : ITransactionSubmitter
{
    private readonly StatelessRules content = new(chain.Rules.Limits);

    /// <inheritdoc/>
    public int PendingCount => chain.PendingCount;

    /// <inheritdoc/>
    /// <remarks>What waits is shown by the block being built.</remarks>
    public Transaction? FindPending(in Felt transactionHash) => null;

    /// <inheritdoc/>
    public SubmissionError? CheckContent(SubmittedTransaction content) => chargesFees || content.Transaction.IsQuery
        ? this.content.Check(content)
        : this.content.CheckSimulated(content, paysFee: false);

    /// <inheritdoc/>
    public Task<SubmissionError?> SubmitAsync(SubmittedTransaction transaction, CancellationToken cancellation) =>
        Task.FromResult(CheckClass(transaction) ?? chain.Submit(transaction, cancellation));

    // The errors that the protocol has for classes, which a run would tell as any other.
    private SubmissionError? CheckClass(SubmittedTransaction transaction)
    {
        if (transaction.Transaction is DeployAccountTransaction { ClassHash: var deployed }
            && chain.ReadNext(state => state.CompiledClassHashOf(deployed)).IsZero)
        {
            return new SubmissionError(SubmissionErrorKind.ClassHashNotFound, $"class {deployed} is not declared");
        }

        if (transaction.Class is not { } sierra)
        {
            return null;
        }

        int most = chain.Rules.Limits.Class.MaxBytecodeFelts;
        return !chain.Compiler.TryCompile(sierra, out CompiledContract? compiled, out string? reason)
            ? new SubmissionError(SubmissionErrorKind.CompilationFailed, reason)
            : compiled.Casm.Bytecode.Length > most
            ? new SubmissionError(
                SubmissionErrorKind.ClassTooLarge, $"bytecode: expected at most {most} elements, got {compiled.Casm.Bytecode.Length}")
            : null;
    }
}
