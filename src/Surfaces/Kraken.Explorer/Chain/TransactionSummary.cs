using System;
using System.Linq;
using Kraken.Fields;
using Kraken.Serialization;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.Explorer.Chain;

/// <summary>A transaction of a block in a row.</summary>
/// <param name="Kind">Its kind, in words.</param>
/// <param name="What">What it does in short: the functions that it calls, or the class that it declares.</param>
/// <param name="Sender">The account.</param>
/// <param name="Succeeded">Whether it was not reverted.</param>
/// <param name="Time">When that block was made.</param>
internal sealed record TransactionSummary(
    Felt Hash,
    string Kind,
    string What,
    Felt Sender,
    bool Succeeded,
    ulong BlockNumber,
    DateTimeOffset Time)
{
    private const int ShownCalls = 3;

    /// <summary>A transaction of a block, by its index.</summary>
    public static TransactionSummary Of(Block block, int index, ClassCatalog classes)
    {
        Transaction transaction = block.Transactions[index];
        return new(
            transaction.Hash,
            KindOf(transaction.Type),
            WhatOf(transaction, classes),
            transaction.Sender,
            block.Receipts[index].Status == ExecutionStatus.Succeeded,
            block.Header.Number,
            BlockSummary.TimeOf(block.Header));
    }

    /// <summary>A kind of transactions in words.</summary>
    public static string KindOf(TransactionType type) => type switch
    {
        TransactionType.Invoke => "invoke",
        TransactionType.Declare => "declare",
        TransactionType.DeployAccount => "deploy account",
        _ => "L1 handler",
    };

    private static string WhatOf(Transaction transaction, ClassCatalog classes)
    {
        switch (transaction)
        {
            case DeclareTransaction declare:
                return $"class {ShortFelt.Of(declare.ClassHash)}";
            case DeployAccountTransaction deploy:
                return $"class {ShortFelt.Of(deploy.ClassHash)}";
            default:
                string[] names =
                [
                    .. CallDecoder.CallsOf(transaction)
                        .Select(call => classes.NameOf(call.Selector) is { } name ? ForeignText.Name(name) : ShortFelt.Of(call.Selector)),
                ];
                string shown = string.Join(", ", names.Take(ShownCalls));
                return names.Length > ShownCalls ? $"{shown} and {names.Length - ShownCalls} more" : shown;
        }
    }
}
