using System;
using System.Collections.Immutable;
using Kraken.Fields;
using Kraken.Hashing;

namespace Kraken.Starknet.Transactions;

/// <summary>Transaction hashes of version 3 (Poseidon) and of L1 handlers (Pedersen); Starknet documentation, "Transactions".</summary>
public static class TransactionHash
{
    /// <summary>Where the nonce stands among the elements of an invoke's hash.</summary>
    internal const int PlaceOfNonce = 6;

    private static readonly Felt Invoke = Felt.FromShortString("invoke");
    private static readonly Felt Declare = Felt.FromShortString("declare");
    private static readonly Felt DeployAccount = Felt.FromShortString("deploy_account");
    private static readonly Felt L1Handler = Felt.FromShortString("l1_handler");
    private static readonly Felt L1Gas = Felt.FromShortString("L1_GAS");
    private static readonly Felt L2Gas = Felt.FromShortString("L2_GAS");
    private static readonly Felt L1DataGas = Felt.FromShortString("L1_DATA");
    private static readonly Felt TwoPow64 = (Felt)((UInt128)1 << 64);
    private static readonly Felt TwoPow128 = TwoPow64 * TwoPow64;
    private static readonly Felt TwoPow192 = TwoPow128 * TwoPow64;

    /// <summary>The hash of a transaction on a chain; a query's hash differs by its version.</summary>
    /// <exception cref="ArgumentException">The transaction is of a kind outside this library.</exception>
    public static Felt Compute(Transaction transaction, ChainId chain) => transaction switch
    {
        InvokeTransaction tx => Poseidon.HashMany(FieldsOf(tx, chain)),
        DeclareTransaction tx => Poseidon.HashMany(
            [
                Declare,
                .. CommonFields(tx, chain),
                Poseidon.HashMany(tx.AccountDeploymentData.AsSpan()),
                tx.ClassHash,
                tx.CompiledClassHash,
            ]),
        DeployAccountTransaction tx => Poseidon.HashMany(
            [
                DeployAccount,
                .. CommonFields(tx, chain),
                Poseidon.HashMany(tx.ConstructorCalldata.AsSpan()),
                tx.ClassHash,
                tx.ContractAddressSalt,
            ]),
        L1HandlerTransaction tx => Pedersen.HashArray(
            [
                L1Handler,
                tx.Version,
                tx.ContractAddress,
                tx.EntryPointSelector,
                Pedersen.HashArray(tx.Calldata.AsSpan()),
                Felt.Zero,
                chain.Value,
                tx.Nonce,
            ]),
        _ => throw new ArgumentException($"unknown transaction kind {transaction.GetType().Name}", nameof(transaction)),
    };

    /// <summary>The elements of an invoke's hash.</summary>
    internal static Felt[] FieldsOf(InvokeTransaction tx, ChainId chain)
    {
        Felt deployment = Poseidon.HashMany(tx.AccountDeploymentData.AsSpan());
        Felt calldata = Poseidon.HashMany(tx.Calldata.AsSpan());
        return tx.ProofFacts.IsEmpty
            ? [Invoke, .. CommonFields(tx, chain), deployment, calldata]
            : [Invoke, .. CommonFields(tx, chain), deployment, calldata, Poseidon.HashMany(tx.ProofFacts.AsSpan())];
    }

    private static ImmutableArray<Felt> CommonFields(AccountTransaction tx, ChainId chain) =>
    [
        tx.Version,
        tx.Sender,
        FeeFields(tx),
        Poseidon.HashMany(tx.PaymasterData.AsSpan()),
        chain.Value,
        tx.Nonce,
        ((ulong)tx.NonceDataAvailabilityMode << 32) | (ulong)tx.FeeDataAvailabilityMode,
    ];

    private static Felt FeeFields(AccountTransaction tx)
    {
        Felt first = Resource(L1Gas, tx.ResourceBounds.L1Gas);
        Felt second = Resource(L2Gas, tx.ResourceBounds.L2Gas);
        return tx.ResourceBounds.PredatesL1DataGas
            ? Poseidon.HashMany([tx.Tip, first, second])
            : Poseidon.HashMany([tx.Tip, first, second, Resource(L1DataGas, tx.ResourceBounds.L1DataGas)]);
    }

    // name (56 bits) | amount (64 bits) | price (128 bits)
    private static Felt Resource(Felt name, ResourceBounds bounds) =>
        (name * TwoPow192) + (bounds.MaxAmount * TwoPow128) + bounds.MaxPricePerUnit;
}
