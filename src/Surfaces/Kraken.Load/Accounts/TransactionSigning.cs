using Kraken.Curves;
using Kraken.Fields;
using Kraken.Starknet;
using Kraken.Starknet.Transactions;

namespace Kraken.Load.Accounts;

/// <summary>Signatures of accounts of one Stark key.</summary>
internal static class TransactionSigning
{
    /// <summary>The same transaction with its hash on a chain, computed where it has none yet, and the signature of a key.</summary>
    public static SubmittedTransaction Sign(SubmittedTransaction unsigned, Felt privateKey, ChainId chain)
    {
        AccountTransaction transaction =
            unsigned.Transaction.Hash.IsZero ? (AccountTransaction)unsigned.Transaction.WithHash(chain) : unsigned.Transaction;
        EcdsaSignature signature = Ecdsa.Sign(privateKey, transaction.Hash);
        return unsigned with { Transaction = transaction with { Signature = [signature.R, signature.S] } };
    }
}
