using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using Kraken.Fields;

namespace Kraken.Explorer.Chain;

/// <summary>
/// A call as accounts take it [SNIP6]: their calldata is the number of calls, then per call contract, selector, counted calldata.
/// </summary>
/// <param name="Selector">The entry point.</param>
internal sealed record SerialisedCall(Felt Contract, Felt Selector, ImmutableArray<Felt> Calldata)
{
    /// <summary>Reads an account's calldata; null when it is not a list of calls.</summary>
    public static IReadOnlyList<SerialisedCall>? TryParse(ReadOnlySpan<Felt> calldata)
    {
        if (calldata.IsEmpty || !calldata[0].TryToUInt64(out ulong count) || count > (ulong)calldata.Length)
        {
            return null;
        }

        List<SerialisedCall> calls = [];
        ReadOnlySpan<Felt> rest = calldata[1..];
        for (ulong i = 0; i < count; i++)
        {
            if (rest.Length < 3 || !rest[2].TryToUInt64(out ulong length) || length > (ulong)(rest.Length - 3))
            {
                return null;
            }

            calls.Add(new SerialisedCall(rest[0], rest[1], [.. rest.Slice(3, (int)length)]));
            rest = rest[(3 + (int)length)..];
        }

        return rest.IsEmpty ? calls : null;
    }
}
