using System;
using Kraken.Casm.Classes;
using Kraken.Execution.Classes;
using Kraken.Fields;
using Kraken.Rpc.Client;
using Kraken.Rpc.Protocol;
using Kraken.Serialization.Json;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Json;

namespace Kraken.Dev.Forking;

/// <summary>
/// The classes of a forked network: of what it gives only the Sierra class is taken, where it has the hash that was asked for, and compiled
/// here. Safe for several threads.
/// </summary>
/// <param name="remote">The network.</param>
/// <param name="cache">What it said before.</param>
/// <param name="block">The number of the block after which its state is read.</param>
/// <param name="compiler">Compiles.</param>
internal sealed class ForkedClasses(RemoteChain remote, ForkCache cache, ulong block, ClassCompiler compiler)
{
    /// <summary>A class; null where none of the hash is declared.</summary>
    /// <exception cref="RpcFailureException">The network does not answer, or gives another class.</exception>
    internal SierraClass? Sierra(in Felt classHash)
    {
        if (cache.TryGet(ForkCells.Sierra(classHash), out byte[]? json)
            && SierraClassJson.TryDecode(json, out SierraClass? kept, out DecodeError? _))
        {
            return kept;
        }

        Felt wanted = classHash;
        SierraClass? read = remote.Ask<SierraClass?>(
            $"class {wanted}",
            static code => code == RpcErrorCode.ClassHashNotFound,
            null,
            async (node, cancellation) =>
                await node.ClassAsync(new BlockId.ByNumber(block), wanted, cancellation).ConfigureAwait(false));
        if (read is null)
        {
            return null;
        }

        Felt computed = ClassHash.Compute(read);
        if (computed != wanted)
        {
            throw ForkErrors.Lie("a class", $"one of hash {wanted}", $"one of hash {computed}");
        }

        cache.Set(ForkCells.Sierra(wanted), SierraClassJson.ToBytes(read));
        return read;
    }

    /// <summary>The compiled form of a class; null where none of the hash is declared.</summary>
    /// <exception cref="RpcFailureException">The network does not answer, or gives a class that does not compile.</exception>
    internal CasmClass? Casm(in Felt classHash)
    {
        if (cache.TryGet(ForkCells.Casm(classHash), out byte[]? json)
            && CasmClassJson.TryDecode(json, out CasmClass? kept, out DecodeError? _))
        {
            return kept;
        }

        if (Sierra(classHash) is not { } sierra)
        {
            return null;
        }

        if (!compiler.TryCompile(sierra, out CompiledContract? compiled, out string? error))
        {
            throw ForkErrors.Unavailable($"class {classHash}", new InvalidOperationException($"it does not compile here: {error}"));
        }

        cache.Set(ForkCells.Casm(classHash), CasmClassJson.ToBytes(compiled.Casm));
        return compiled.Casm;
    }

    /// <summary>A class ready to run; null where none of the hash is declared.</summary>
    internal RunnableClass? Runnable(in Felt classHash) =>
        Sierra(classHash) is { } sierra && Casm(classHash) is { } casm ? ClassCompiler.Load(sierra, casm) : null;
}
