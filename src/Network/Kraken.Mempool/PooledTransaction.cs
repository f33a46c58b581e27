using System;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Transactions;

namespace Kraken.Mempool;

/// <summary>A transaction that was admitted, with the class that a declare brings.</summary>
/// <param name="Transaction">The transaction, its hash set.</param>
/// <param name="Class">The Sierra class of a declare; null otherwise.</param>
/// <param name="Received">When this pool took it; the pool sets it.</param>
public sealed record PooledTransaction(AccountTransaction Transaction, SierraClass? Class, DateTimeOffset Received = default)
{
    /// <summary>The account's nonce that the transaction uses.</summary>
    public ulong Nonce => Transaction.Nonce.TryToUInt64(out ulong nonce) ? nonce : ulong.MaxValue;
}
