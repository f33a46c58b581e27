using System.Collections.Generic;
using System.Globalization;
using Kraken.L1;

namespace Kraken.Node.Operating;

/// <summary>
/// What is not well with a validator's L1. All of it is for people to look at: blocks without messages are decided as before, and what
/// this node answers is that of now.
/// </summary>
internal static class L1Health
{
    /// <summary>What is wrong, without words of strangers: an Ethereum node's may be anything, and its address may hold a key.</summary>
    internal static IEnumerable<string> Problems(L1View l1)
    {
        if (l1.Problem is not null)
        {
            yield return "L1 cannot be read: no message from there is proposed or voted for; the log says why";
        }

        if (l1.HeadAge > l1.Limits.StaleHead)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"expected a newer block of L1 within {l1.Limits.StaleHead.TotalMinutes:0} minutes, got {l1.Standing.Head} for "
                + $"{l1.HeadAge.TotalMinutes:0}: the Ethereum node does not follow its chain");
        }

        if (l1.IsFull)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{l1.Count} messages of L1 wait: none of later blocks is read until the chain has taken some");
        }
    }
}
