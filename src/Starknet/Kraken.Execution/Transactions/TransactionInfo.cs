using System;
using Kraken.Fields;
using Kraken.Starknet;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.Execution.Transactions;

/// <summary>The fields of a transaction that calls can see and that fees depend on.</summary>
internal sealed record TransactionInfo
{
    internal static readonly Felt VersionThree = 3;

    internal Felt Hash { get; init; }

    // As signed: with the query bit where the transaction has it.
    internal Felt Version { get; init; }

    // False for the version 0 context of a message or a meta transaction, which has none of the fields below the signature.
    internal bool IsCurrent { get; init; } = true;

    internal bool IsQuery { get; init; }

    internal Felt Sender { get; init; }

    internal Felt Nonce { get; init; }

    internal Felt[] Signature { get; init; } = [];

    internal GasVector MaxAmounts { get; init; }

    internal PriceVector MaxPrices { get; init; }

    internal ulong Tip { get; init; }

    internal Felt[] PaymasterData { get; init; } = [];

    internal Felt NonceMode { get; init; }

    internal Felt FeeMode { get; init; }

    internal Felt[] AccountDeploymentData { get; init; } = [];

    internal Felt[] ProofFacts { get; init; } = [];

    /// <summary>What a call sees in place of this one that runs as a transaction of version 0.</summary>
    internal TransactionInfo AsMetaTransaction(in Felt account, in Felt selector, Felt[] calldata, Felt[] signature, ChainId chain)
    {
        Felt version = IsQuery ? Transaction.QueryVersionOffset : Felt.Zero;
        return new()
        {
            Hash = TransactionHash.OfInvokeVersionZero(version, account, selector, calldata, 0, chain),
            Version = version,
            IsCurrent = false,
            IsQuery = IsQuery,
            Sender = account,
            Signature = signature,
        };
    }

    // The most that the bounds allow, saturating.
    internal UInt128 MaxFee(ulong tip)
    {
        UInt128 l2Price = UInt128.MaxValue - MaxPrices.L2Gas < tip ? UInt128.MaxValue : MaxPrices.L2Gas + tip;
        return Add(
            Add(Multiply(MaxAmounts.L1Gas, MaxPrices.L1Gas), Multiply(MaxAmounts.L2Gas, l2Price)),
            Multiply(MaxAmounts.L1DataGas, MaxPrices.L1DataGas));
    }

    private static UInt128 Add(UInt128 left, UInt128 right) => UInt128.MaxValue - left < right ? UInt128.MaxValue : left + right;

    private static UInt128 Multiply(ulong amount, UInt128 price) =>
        amount != 0 && price > UInt128.MaxValue / amount ? UInt128.MaxValue : amount * price;
}
