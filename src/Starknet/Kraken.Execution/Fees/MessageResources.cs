using System.Collections.Generic;
using Kraken.Execution.Constants;
using Kraken.Starknet.Receipts;

namespace Kraken.Execution.Fees;

/// <summary>L1 gas of messages between the layers.</summary>
internal static class MessageResources
{
    /// <summary>The gas of the messages: of Starknet's contract on L1, and of proving the words.</summary>
    /// <param name="toL1">Payload lengths of the messages sent to L1.</param>
    /// <param name="fromL1">Payload length of the message that an L1 handler consumes, or null.</param>
    internal static GasVector Gas(IReadOnlyList<int> toL1, int? fromL1) =>
        GasVector.OfL1(StarknetL1Gas(toL1, fromL1) + (Words(toL1, fromL1) * L1GasCosts.Ethereum.SharedProverWord));

    /// <summary>The L1 gas of Starknet's own contract: reading the words, counters, events.</summary>
    internal static ulong StarknetL1Gas(IReadOnlyList<int> toL1, int? fromL1)
    {
        L1GasCosts l1 = L1GasCosts.Ethereum;
        ulong gas = Words(toL1, fromL1) * l1.CalldataWord;
        foreach (int length in toL1)
        {
            gas += l1.StorageZeroToNonzero + Event(l1.MessageToL1Topics, l1.MessageToL1Header + 1 - l1.MessageToL1Topics + (ulong)length);
        }

        return fromL1 is not { } payload
            ? gas
            : gas + l1.CounterDecrease + Event(l1.MessageToL2Topics, l1.MessageToL2Header + 1 - l1.MessageToL2Topics + (ulong)payload);
    }

    /// <summary>Felts of the messages with their headers.</summary>
    internal static ulong Words(IReadOnlyList<int> toL1, int? fromL1)
    {
        L1GasCosts l1 = L1GasCosts.Ethereum;
        ulong words = fromL1 is { } payload ? l1.MessageToL2Header + (ulong)payload : 0;
        foreach (int length in toL1)
        {
            words += l1.MessageToL1Header + (ulong)length;
        }

        return words;
    }

    private static ulong Event(ulong topics, ulong dataWords)
    {
        L1GasCosts l1 = L1GasCosts.Ethereum;
        return l1.Log + ((topics + l1.DefaultTopics) * l1.LogTopic) + (dataWords * l1.LogDataWord);
    }
}
