using Kraken.Starknet.Classes;

namespace Kraken.Starknet.Transactions;

/// <summary>A transaction on its way to the chain: what is sent beside it is not part of a block.</summary>
/// <param name="Transaction">The transaction with its hash.</param>
/// <param name="Class">The class of a declare; null for other kinds.</param>
public sealed record SubmittedTransaction(AccountTransaction Transaction, SierraClass? Class = null)
{
    /// <summary>The account's nonce that the transaction uses; the largest number where it does not fit into 64 bits.</summary>
    public ulong Nonce => Transaction.Nonce.TryToUInt64(out ulong nonce) ? nonce : ulong.MaxValue;
}
