using System.Collections.Frozen;
using Kraken.Fields;
using Kraken.Starknet.Transactions;

namespace Kraken.Rpc.Subscriptions;

/// <summary>Which transactions a subscription tells of.</summary>
/// <param name="Senders">Of which accounts; empty for any. A message from L1 counts as its recipient's.</param>
internal sealed record WantedTransactions(TransactionStage Stages, FrozenSet<Felt> Senders)
{
    internal bool Has(TransactionStage stage) => (Stages & stage) != 0;

    internal bool IsFrom(Transaction transaction) => Senders.Count == 0 || Senders.Contains(transaction.Sender);
}
