using System.Collections.Generic;
using Kraken.Casm.Classes;
using Kraken.Execution.Calls;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Starknet.Genesis;

namespace Kraken.Watcher;

/// <summary>The calls that are proved: fib and fact of every contract of the demo class.</summary>
internal static class DemoCalls
{
    private static readonly Dictionary<Felt, string> Names =
        new() { [Selector.FromName("fib")] = "fib", [Selector.FromName("fact")] = "fact" };

    public static bool Selects(CallInfo call) =>
        call.ClassHash == ChainContracts.Demo.ClassHash
        && call.Request is { Kind: EntryPointType.External, CallType: CallType.Call }
        && Names.ContainsKey(call.Request.Selector)
        && !call.Failed;

    /// <summary>The entry point's name, or its selector.</summary>
    public static string NameOf(Felt selector) => Names.TryGetValue(selector, out string? name) ? name : selector.ToString();
}
