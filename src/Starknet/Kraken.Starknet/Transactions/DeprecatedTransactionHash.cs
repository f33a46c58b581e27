using System;
using Kraken.Fields;
using Kraken.Hashing;

namespace Kraken.Starknet.Transactions;

/// <summary>
/// The hashes of transactions before version 3, by Pedersen: kind, version, contract, selector, content, fee, chain, nonce.
/// </summary>
internal static class DeprecatedTransactionHash
{
    private static readonly Felt Invoke = Felt.FromShortString("invoke");
    private static readonly Felt Declare = Felt.FromShortString("declare");
    private static readonly Felt DeployAccount = Felt.FromShortString("deploy_account");

    internal static Felt Compute(DeprecatedTransaction transaction, ChainId chain)
    {
        (Felt kind, Felt[] content) = transaction.Kind switch
        {
            TransactionType.Invoke => (Invoke, transaction.Calldata.AsSpan().ToArray()),
            TransactionType.Declare => (Declare, transaction.HasNonce ? [transaction.ClassHash] : Array.Empty<Felt>()),
            _ => (DeployAccount, [transaction.ClassHash, transaction.ContractAddressSalt, .. transaction.Calldata]),
        };
        Felt[] last = transaction switch
        {
            { Kind: TransactionType.Declare, HasNonce: false } => [transaction.ClassHash],
            { Kind: TransactionType.Declare, Number: 2 } => [transaction.Nonce, transaction.CompiledClassHash],
            { HasNonce: true } => [transaction.Nonce],
            _ => [],
        };
        return Pedersen.HashArray(
        [
            kind, transaction.Version, transaction.Contract, transaction.EntryPointSelector, Pedersen.HashArray(content),
            transaction.MaxFee, chain.Value, .. last,
        ]);
    }
}
