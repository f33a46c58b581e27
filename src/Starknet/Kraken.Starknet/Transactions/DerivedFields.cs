using System;
using Kraken.Fields;
using Kraken.Starknet.Classes;

namespace Kraken.Starknet.Transactions;

/// <summary>
/// The fields of a transaction that follow from the others: the class hash of a declare, the address of a new account, the hash. They are
/// computed wherever a transaction comes in, from users and from other validators, and never taken from outside.
/// </summary>
public static class DerivedFields
{
    /// <summary>The same content with every derived field computed for a chain, whatever it was before.</summary>
    /// <exception cref="ArgumentException">A kind of transaction outside this library.</exception>
    public static SubmittedTransaction Compute(SubmittedTransaction content, ChainId chain)
    {
        ArgumentNullException.ThrowIfNull(content);
        return content with { Transaction = (AccountTransaction)BeforeTheHash(content).WithHash(chain) };
    }

    /// <summary>The same for several, in their order: faster than one after the other.</summary>
    /// <exception cref="ArgumentException">A kind of transaction outside this library.</exception>
    public static SubmittedTransaction[] ComputeMany(ReadOnlySpan<SubmittedTransaction> contents, ChainId chain)
    {
        AccountTransaction[] transactions = new AccountTransaction[contents.Length];
        for (int i = 0; i < transactions.Length; i++)
        {
            transactions[i] = BeforeTheHash(contents[i]);
        }

        Felt[] hashes = TransactionHash.ComputeMany(transactions, chain);
        SubmittedTransaction[] computed = new SubmittedTransaction[contents.Length];
        for (int i = 0; i < computed.Length; i++)
        {
            computed[i] = contents[i] with { Transaction = transactions[i] with { Hash = hashes[i] } };
        }

        return computed;
    }

    private static AccountTransaction BeforeTheHash(SubmittedTransaction content) => content.Transaction switch
    {
        DeclareTransaction declare => declare with { ClassHash = content.Class is null ? Felt.Zero : ClassHash.Compute(content.Class) },
        DeployAccountTransaction deploy => deploy with
        {
            ContractAddress =
                ContractAddresses.Compute(Felt.Zero, deploy.ContractAddressSalt, deploy.ClassHash, deploy.ConstructorCalldata.AsSpan()),
        },
        _ => content.Transaction,
    };
}
