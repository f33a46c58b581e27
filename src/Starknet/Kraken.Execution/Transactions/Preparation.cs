using System;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Kraken.Fields;
using Kraken.Starknet.Transactions;

namespace Kraken.Execution.Transactions;

/// <summary>Takes from a transaction of an account what its run needs.</summary>
internal static class Preparation
{
    /// <exception cref="NotSupportedException">No account's transaction.</exception>
    internal static PreparedTransaction Prepare(ExecutableTransaction executable) => executable.Transaction switch
    {
        InvokeTransaction invoke => new()
        {
            Kind = TransactionType.Invoke,
            Info = Info(invoke) with { AccountDeploymentData = Felts(invoke.AccountDeploymentData), ProofFacts = Felts(invoke.ProofFacts) },
            Calldata = Felts(invoke.Calldata),
        },
        DeployAccountTransaction deploy => new()
        {
            Kind = TransactionType.DeployAccount,
            Info = Info(deploy),
            Calldata = Felts(deploy.ConstructorCalldata),
            ClassHash = deploy.ClassHash,
            Salt = deploy.ContractAddressSalt,
        },
        DeclareTransaction declare => new()
        {
            Kind = TransactionType.Declare,
            Info = Info(declare) with { AccountDeploymentData = Felts(declare.AccountDeploymentData) },
            ClassHash = declare.ClassHash,
            CompiledClassHash = declare.CompiledClassHash,
            Declared = executable.DeclaredClass,
        },
        Transaction other => throw new NotSupportedException($"a transaction of type {other.Type} is no account's"),
    };

    private static TransactionInfo Info(AccountTransaction transaction)
    {
        ResourceBoundsMapping bounds = transaction.ResourceBounds;
        return new()
        {
            Hash = transaction.Hash,
            Version = transaction.Version,
            IsQuery = transaction.IsQuery,
            Sender = transaction.Sender,
            Nonce = transaction.Nonce,
            Signature = Felts(transaction.Signature),
            MaxAmounts = new(bounds.L1Gas.MaxAmount, bounds.L1DataGas.MaxAmount, bounds.L2Gas.MaxAmount),
            MaxPrices = new(bounds.L1Gas.MaxPricePerUnit, bounds.L1DataGas.MaxPricePerUnit, bounds.L2Gas.MaxPricePerUnit),
            Tip = transaction.Tip,
            PaymasterData = Felts(transaction.PaymasterData),
            NonceMode = (ulong)transaction.NonceDataAvailabilityMode,
            FeeMode = (ulong)transaction.FeeDataAvailabilityMode,
        };
    }

    // The run only reads its arrays, so the transaction's own can be used.
    private static Felt[] Felts(ImmutableArray<Felt> felts) => ImmutableCollectionsMarshal.AsArray(felts) ?? [];
}
