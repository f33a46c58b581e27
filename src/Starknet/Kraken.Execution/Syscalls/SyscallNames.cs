using System;
using System.Collections.Generic;
using Kraken.Execution.Constants;
using Kraken.Fields;

namespace Kraken.Execution.Syscalls;

/// <summary>The short strings by which contracts name system calls. KeccakRound is a price only and has none.</summary>
internal static class SyscallNames
{
    private static readonly Dictionary<Felt, SyscallSelector> BySelector = Build();

    internal static bool TryFind(in Felt selector, out SyscallSelector found) => BySelector.TryGetValue(selector, out found);

    private static Dictionary<Felt, SyscallSelector> Build()
    {
        Dictionary<Felt, SyscallSelector> names = [];
        foreach (SyscallSelector selector in Enum.GetValues<SyscallSelector>())
        {
            if (selector != SyscallSelector.KeccakRound)
            {
                names.Add(Felt.FromShortString(selector.ToString()), selector);
            }
        }

        return names;
    }
}
