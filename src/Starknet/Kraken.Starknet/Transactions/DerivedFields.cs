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
        AccountTransaction transaction = content.Transaction switch
        {
            DeclareTransaction declare => declare with { ClassHash = content.Class is null ? Felt.Zero : ClassHash.Compute(content.Class) },
            DeployAccountTransaction deploy => deploy with
            {
                ContractAddress =
                    ContractAddresses.Compute(Felt.Zero, deploy.ContractAddressSalt, deploy.ClassHash, deploy.ConstructorCalldata.AsSpan()),
            },
            _ => content.Transaction,
        };
        return content with { Transaction = (AccountTransaction)transaction.WithHash(chain) };
    }
}
