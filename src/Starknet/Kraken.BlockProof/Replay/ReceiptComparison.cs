using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.Fields;
using Kraken.Starknet.Receipts;

namespace Kraken.BlockProof.Replay;

/// <summary>Compares receipts field by field.</summary>
internal static class ReceiptComparison
{
    public static IEnumerable<ReplayMismatch> Compare(
        ImmutableArray<TransactionReceipt> executed,
        ImmutableArray<TransactionReceipt> stated)
    {
        if (executed.Length != stated.Length)
        {
            return [new ReplayMismatch("receipts", $"{executed.Length}", $"{stated.Length}")];
        }

        return executed.Zip(stated).SelectMany((pair, index) => Compare($"receipt {index}", pair.First, pair.Second));
    }

    private static IEnumerable<ReplayMismatch> Compare(string where, TransactionReceipt executed, TransactionReceipt stated) =>
        Fields(executed).Zip(Fields(stated))
            .Where(pair => pair.First.Value != pair.Second.Value)
            .Select(pair => new ReplayMismatch($"{where}, {pair.First.Name}", pair.First.Value, pair.Second.Value));

    private static IEnumerable<(string Name, string Value)> Fields(TransactionReceipt receipt)
    {
        yield return ("transaction", receipt.TransactionHash.ToString());
        yield return ("type", receipt.Type.ToString());
        yield return ("fee", receipt.ActualFee.ToString());
        yield return ("revert reason", receipt.RevertReason ?? "none");
        yield return ("gas", receipt.Gas.ToString());
        yield return ("contract", receipt.ContractAddress?.ToString() ?? "none");
        yield return (
            "events", string.Join("; ", receipt.Events.Select(item => $"{item.FromAddress} [{Text(item.Keys)}] [{Text(item.Data)}]")));
        yield return (
            "messages", string.Join("; ", receipt.Messages.Select(item => $"{item.FromAddress} {item.ToAddress} [{Text(item.Payload)}]")));
    }

    private static string Text(ImmutableArray<Felt> felts) => string.Join(' ', felts);
}
