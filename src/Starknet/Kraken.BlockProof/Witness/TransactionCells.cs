using System;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;
using Kraken.Starknet.Transactions;

namespace Kraken.BlockProof.Witness;

/// <summary>Transactions as the structures of os/transaction_hash.cairo lay them out.</summary>
internal static class TransactionCells
{
    /// <summary>Whether the program can state a transaction: those with data for paymasters or on L2 it cannot.</summary>
    public static bool CanState(Transaction transaction) => transaction switch
    {
        L1HandlerTransaction => true,
        AccountTransaction { IsQuery: false, PaymasterData.IsEmpty: true, ResourceBounds.PredatesL1DataGas: false } tx =>
            tx.NonceDataAvailabilityMode == DataAvailabilityMode.L1 && tx.FeeDataAvailabilityMode == DataAvailabilityMode.L1 &&
            tx is InvokeTransaction { AccountDeploymentData.IsEmpty: true } or DeclareTransaction { AccountDeploymentData.IsEmpty: true }
                or DeployAccountTransaction,
        _ => false,
    };

    /// <summary>The structure of a transaction's type.</summary>
    /// <param name="memory">Takes its lists.</param>
    /// <param name="transaction">One that <see cref="CanState"/>.</param>
    /// <exception cref="ArgumentException">The program cannot state the transaction.</exception>
    public static MaybeRelocatable[] Of(VmMemory memory, Transaction transaction) => !CanState(transaction)
        ? throw new ArgumentException("the program cannot state this transaction", nameof(transaction))
        : transaction switch
        {
            InvokeTransaction tx =>
            [
                .. CommonOf(tx), (Felt)tx.Calldata.Length, memory.Place(tx.Calldata),
                (Felt)tx.ProofFacts.Length, memory.Place(tx.ProofFacts),
            ],
            DeclareTransaction tx => [.. CommonOf(tx), tx.ClassHash, tx.CompiledClassHash],
            DeployAccountTransaction tx =>
            [
                .. CommonOf(tx), tx.ClassHash, tx.ContractAddressSalt, (Felt)tx.ConstructorCalldata.Length,
                memory.Place(tx.ConstructorCalldata),
            ],
            L1HandlerTransaction tx =>
                [tx.ContractAddress, tx.EntryPointSelector, tx.Nonce, (Felt)tx.Calldata.Length, memory.Place(tx.Calldata)],
            _ => throw new ArgumentException("a transaction of another kind", nameof(transaction)),
        };

    private static MaybeRelocatable[] CommonOf(AccountTransaction tx) =>
    [
        tx.Sender, (Felt)tx.Tip,
        .. Of(tx.ResourceBounds.L1Gas), .. Of(tx.ResourceBounds.L2Gas), .. Of(tx.ResourceBounds.L1DataGas),
        tx.Nonce,
    ];

    private static MaybeRelocatable[] Of(ResourceBounds bounds) => [(Felt)bounds.MaxAmount, (Felt)bounds.MaxPricePerUnit];
}
