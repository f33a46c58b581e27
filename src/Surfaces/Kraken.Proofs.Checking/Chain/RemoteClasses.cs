using System.Collections.Concurrent;
using System.Threading;
using Kraken.Execution.Classes;
using Kraken.Fields;
using Kraken.Starknet.Classes;

namespace Kraken.Proofs.Checking.Chain;

/// <summary>Classes of a node, compiled here: nothing but the Sierra class is believed, and that only if it has its hash.</summary>
/// <param name="source">The node.</param>
public sealed class RemoteClasses(IBlockSource source)
{
    // A class hash names its content, so what one check compiled serves all.
    private static readonly ClassCompiler Compiler = new();
    private readonly ConcurrentDictionary<Felt, CompiledContract> compiled = new();

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

        if (ClassHash.Compute(sierra) != classHash || !Compiler.TryCompile(sierra, out CompiledContract? contract, out _))
        {
            return null;
        }

        compiled.TryAdd(classHash, contract!);
        return contract;
    }

    /// <summary>A class that was found before; null for another.</summary>
    public CompiledContract? Known(Felt classHash) => compiled.TryGetValue(classHash, out CompiledContract? known) ? known : null;
}
