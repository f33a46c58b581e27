using System;
using System.Collections.Concurrent;
using System.Threading;
using Kraken.Execution.Classes;
using Kraken.Fields;
using Kraken.Starknet.Classes;

namespace Kraken.Proofs.Checking.Chain;

/// <summary>Classes of a node, compiled here: nothing but the Sierra class is believed, and that only if it has its hash.</summary>
/// <param name="source">The node.</param>
public sealed class RemoteClasses(IChainSource source)
{
    // A class hash names its content, so what one check compiled serves all.
    private static readonly ClassCompiler Compiler = new();
    private readonly ConcurrentDictionary<Felt, CompiledContract> compiled = new();

    /// <summary>
    /// Told of a class that the node gave and that is not the one that was asked for, or that does not compile: by its hash, what was
    /// expected and what came. It may throw; else the class is not to be had.
    /// </summary>
    public Action<Felt, string, string> Refused { get; init; } = (_, _, _) => { };

    /// <summary>A class as of the state after a block, in all its forms; null when it is not declared there or does not compile.</summary>
    public CompiledContract? Find(ulong block, Felt classHash, CancellationToken cancellation)
    {
        // The virtual machine reads state synchronously.
        SierraClass? sierra = source.ClassAsync(block, classHash, cancellation).GetAwaiter().GetResult();
        if (sierra is null)
        {
            return null;
        }

        if (compiled.TryGetValue(classHash, out CompiledContract? known))
        {
            return known;
        }

        Felt computed = ClassHash.Compute(sierra);
        if (computed != classHash)
        {
            Refused(classHash, "content of that hash", $"content of hash {computed}");
            return null;
        }

        if (!Compiler.TryCompile(sierra, out CompiledContract? contract, out string? error))
        {
            Refused(classHash, "one that compiles", error);
            return null;
        }

        compiled.TryAdd(classHash, contract);
        return contract;
    }
}
