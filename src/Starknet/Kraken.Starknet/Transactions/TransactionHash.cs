using System;
using System.Collections.Immutable;
using Kraken.Fields;
using Kraken.Hashing;

namespace Kraken.Starknet.Transactions;

/// <summary>
/// Transaction hashes of version 3 (Poseidon), of L1 handlers, older versions and meta transactions (Pedersen); Starknet documentation,
/// "Transactions".
/// </summary>
public static class TransactionHash
{
    /// <summary>Where the nonce stands among the elements of an invoke's hash.</summary>
    internal const int PlaceOfNonce = 6;

    private static readonly Felt Invoke = Felt.FromShortString("invoke");
    private static readonly Felt Declare = Felt.FromShortString("declare");
    private static readonly Felt DeployAccount = Felt.FromShortString("deploy_account");
    private static readonly Felt L1Handler = Felt.FromShortString("l1_handler");
    private static readonly Felt TwoPow64 = (Felt)((UInt128)1 << 64);
    private static readonly Felt TwoPow128 = TwoPow64 * TwoPow64;
    private static readonly Felt TwoPow192 = TwoPow128 * TwoPow64;

    /// <summary>The hash of a transaction on a chain; a query's hash differs by its version.</summary>
    /// <exception cref="ArgumentException">The transaction is of a kind outside this library.</exception>
    public static Felt Compute(Transaction transaction, ChainId chain) => transaction switch
    {
        AccountTransaction tx => Poseidon.HashMany(FieldsOf(tx, chain)),
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
        DeprecatedTransaction tx => DeprecatedTransactionHash.Compute(tx, chain),
        _ => throw Unknown(transaction),
    };

    /// <summary>
    /// The hash of an invoke of version 0, which no block takes any more, but the account of a meta transaction sees.
    /// </summary>
    /// <param name="version">0, or the query offset.</param>
    /// <param name="contract">The contract that is called.</param>
    /// <param name="selector">Its entry point.</param>
    /// <param name="calldata">The entry point's arguments.</param>
    /// <param name="maxFee">The most that was to be paid, in wei; 0 for a meta transaction.</param>
    public static Felt OfInvokeVersionZero(
        in Felt version, in Felt contract, in Felt selector, ReadOnlySpan<Felt> calldata, UInt128 maxFee, ChainId chain) =>
        Pedersen.HashArray([Invoke, version, contract, selector, Pedersen.HashArray(calldata), maxFee, chain.Value]);

    /// <summary>The hashes of several transactions, in their order: faster than one after the other.</summary>
    /// <param name="transactions">Transactions of one chain.</param>
    /// <exception cref="ArgumentException">One is of a kind outside this library.</exception>
    public static Felt[] ComputeMany(ReadOnlySpan<AccountTransaction> transactions, ChainId chain)
    {
        PoseidonBatch batch = new();
        int[] counts = new int[transactions.Length];
        for (int i = 0; i < counts.Length; i++)
        {
            ImmutableArray<Felt>[] lists = ListsOf(transactions[i]);
            counts[i] = lists.Length;
            foreach (ImmutableArray<Felt> list in lists)
            {
                batch.Append(list.AsSpan());
                batch.EndList();
            }
        }

        ReadOnlySpan<Felt> hashes = batch.TakeHashes();
        for (int i = 0; i < counts.Length; i++)
        {
            batch.Append(FieldsOf(transactions[i], chain, hashes[..counts[i]]));
            batch.EndList();
            hashes = hashes[counts[i]..];
        }

        return batch.TakeHashes();
    }

    /// <summary>The elements of a transaction's hash.</summary>
    internal static Felt[] FieldsOf(AccountTransaction transaction, ChainId chain)
    {
        ImmutableArray<Felt>[] lists = ListsOf(transaction);
        Span<Felt> hashes = stackalloc Felt[lists.Length];
        for (int i = 0; i < lists.Length; i++)
        {
            hashes[i] = Poseidon.HashMany(lists[i].AsSpan());
        }

        return FieldsOf(transaction, chain, hashes);
    }

    // The lists whose hashes stand among the elements, in the order in which these come.
    private static ImmutableArray<Felt>[] ListsOf(AccountTransaction transaction) => transaction switch
    {
        InvokeTransaction { ProofFacts.IsEmpty: true } tx =>
            [FeeFields(tx), tx.PaymasterData, tx.AccountDeploymentData, tx.Calldata],
        InvokeTransaction tx => [FeeFields(tx), tx.PaymasterData, tx.AccountDeploymentData, tx.Calldata, tx.ProofFacts],
        DeclareTransaction tx => [FeeFields(tx), tx.PaymasterData, tx.AccountDeploymentData],
        DeployAccountTransaction tx => [FeeFields(tx), tx.PaymasterData, tx.ConstructorCalldata],
        _ => throw Unknown(transaction),
    };

    private static Felt[] FieldsOf(AccountTransaction transaction, ChainId chain, ReadOnlySpan<Felt> lists)
    {
        (Felt kind, Felt[] last) = transaction switch
        {
            InvokeTransaction => (Invoke, Array.Empty<Felt>()),
            DeclareTransaction tx => (Declare, [tx.ClassHash, tx.CompiledClassHash]),
            DeployAccountTransaction tx => (DeployAccount, [tx.ClassHash, tx.ContractAddressSalt]),
            _ => throw Unknown(transaction),
        };
        return
        [
            kind,
            transaction.Version,
            transaction.Sender,
            lists[0],
            lists[1],
            chain.Value,
            transaction.Nonce,
            ((ulong)transaction.NonceDataAvailabilityMode << 32) | (ulong)transaction.FeeDataAvailabilityMode,
            .. lists[2..],
            .. last,
        ];
    }

    private static ImmutableArray<Felt> FeeFields(AccountTransaction tx)
    {
        Felt first = Resource(ResourceNames.L1Gas, tx.ResourceBounds.L1Gas);
        Felt second = Resource(ResourceNames.L2Gas, tx.ResourceBounds.L2Gas);
        return tx.ResourceBounds.PredatesL1DataGas
            ? [tx.Tip, first, second]
            : [tx.Tip, first, second, Resource(ResourceNames.L1DataGas, tx.ResourceBounds.L1DataGas)];
    }

    private static ArgumentException Unknown(Transaction transaction) =>
        new($"unknown transaction kind {transaction.GetType().Name}", nameof(transaction));

    // name (56 bits) | amount (64 bits) | price (128 bits)
    private static Felt Resource(Felt name, ResourceBounds bounds) =>
        (name * TwoPow192) + (bounds.MaxAmount * TwoPow128) + bounds.MaxPricePerUnit;
}
