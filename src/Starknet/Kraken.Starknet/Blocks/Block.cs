using System.Collections.Immutable;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.Starknet.Blocks;

/// <summary>A block with what was executed in it.</summary>
/// <param name="Transactions">The transactions, in the order of execution.</param>
/// <param name="Receipts">The receipt of each transaction, at the same index.</param>
public sealed record Block(BlockHeader Header, ImmutableArray<Transaction> Transactions, ImmutableArray<TransactionReceipt> Receipts);
