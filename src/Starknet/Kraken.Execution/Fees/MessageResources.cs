using System.Collections.Generic;
using Kraken.Execution.Constants;

namespace Kraken.Execution.Fees;

/// <summary>L1 gas of messages between the layers.</summary>
internal static class MessageResources
{
    /// <param name="toL1">Payload lengths of the messages sent to L1.</param>
    /// <param name="fromL1">Payload length of the message that an L1 handler consumes, or null.</param>
    internal static GasVector Gas(IReadOnlyList<int> toL1, int? fromL1)
    {
        L1GasCosts l1 = L1GasCosts.Ethereum;
        ulong words = 0;
        ulong gas = 0;
        foreach (int length in toL1)
        {
            words += l1.MessageToL1Header + (ulong)length;
            gas += l1.StorageZeroToNonzero + Event(l1.MessageToL1Topics, l1.MessageToL1Header + 1 - l1.MessageToL1Topics + (ulong)length);
        }

        if (fromL1 is { } payload)
        {
            words += l1.MessageToL2Header + (ulong)payload;
            gas += l1.CounterDecrease + Event(l1.MessageToL2Topics, l1.MessageToL2Header + 1 - l1.MessageToL2Topics + (ulong)payload);
        }

        return GasVector.OfL1(gas + (words * (l1.CalldataWord + l1.SharedProverWord)));
    }

    private static ulong Event(ulong topics, ulong dataWords)
    {
        L1GasCosts l1 = L1GasCosts.Ethereum;
        return l1.Log + ((topics + l1.DefaultTopics) * l1.LogTopic) + (dataWords * l1.LogDataWord);
    }
}
