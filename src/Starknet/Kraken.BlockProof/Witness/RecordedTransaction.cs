using System.Collections.Immutable;
using System.Linq;
using Kraken.Execution.Calls;
using Kraken.Execution.Transactions;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.BlockProof.Witness;

/// <summary>A transaction that ran.</summary>
/// <param name="Source">The transaction.</param>
/// <param name="Calls">Its calls in the order in which they began; without those that were reverted with the transaction.</param>
public sealed record RecordedTransaction(
    ExecutableTransaction Source, TransactionReceipt Receipt, ImmutableArray<CallInfo> Calls)
{
    internal static RecordedTransaction Of(ExecutableTransaction source, TransactionReceipt receipt, ExecutedOutcome outcome)
    {
        bool constructorFirst = source.Transaction is DeployAccountTransaction;
        CallInfo?[] phases = constructorFirst
            ? [outcome.Execute, outcome.Validate, outcome.FeeTransfer]
            : [outcome.Validate, outcome.Execute, outcome.FeeTransfer];
        return new(source, receipt, [.. phases.OfType<CallInfo>().SelectMany(call => call.SelfAndInner())]);
    }
}
