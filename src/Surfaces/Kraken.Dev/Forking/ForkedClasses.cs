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
/// here, or the class of Cairo 0, which is run as it is. Safe for several threads.
/// </summary>
/// <param name="remote">The network.</param>
/// <param name="cache">What it said before.</param>
/// <param name="block">The number of the block after which its state is read.</param>
internal sealed class ForkedClasses(RemoteChain remote, ForkCache cache, ulong block, ClassCompiler compiler)
{
    /// <summary>A class of Cairo 1; null where none of the hash is declared.</summary>
    /// <exception cref="RpcFailureException">The network does not answer, or gives another class.</exception>
    internal SierraClass? Sierra(in Felt classHash) => Find(classHash)?.Sierra;

    /// <summary>A class of Cairo 0; null where none of the hash is declared.</summary>
    /// <exception cref="RpcFailureException">The network does not answer, or gives another class.</exception>
    internal DeprecatedClass? Deprecated(in Felt classHash) => Find(classHash)?.Deprecated;

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
    /// <exception cref="RpcFailureException">The network does not answer, or gives a class that does not run.</exception>
    internal RunnableClass? Runnable(in Felt classHash) => Find(classHash) switch
    {
        { Sierra: { } sierra } => Casm(classHash) is { } casm ? ClassCompiler.Load(sierra, casm) : null,
        { Deprecated: { } deprecated } => RunnableClass.TryCreate(deprecated, out RunnableClass? runnable, out string? error)
            ? runnable
            : throw ForkErrors.Unavailable($"class {classHash}", new InvalidOperationException($"it does not run here: {error}")),
        _ => null,
    };

    private NetworkClass? Find(Felt classHash)
    {
        if (Kept(classHash) is { } kept)
        {
            return kept;
        }

        NetworkClass? read = remote.Ask<NetworkClass?>(
            $"class {classHash}",
            static code => code == RpcErrorCode.ClassHashNotFound,
            null,
            async (node, cancellation) =>
                await node.AnyClassAsync(new BlockId.ByNumber(block), classHash, cancellation).ConfigureAwait(false));
        if (read is null)
        {
            return null;
        }

        Felt computed = HashOf(read);
        if (computed != classHash)
        {
            throw ForkErrors.Lie("a class", $"one of hash {classHash}", $"one of hash {computed}");
        }

        if (read.Deprecated is { } deprecated)
        {
            cache.Set(ForkCells.Deprecated(classHash), DeprecatedClassJson.ToBytes(deprecated));
        }
        else
        {
            cache.Set(ForkCells.Sierra(classHash), SierraClassJson.ToBytes(read.Sierra!));
        }

        return read;
    }

    private NetworkClass? Kept(in Felt classHash)
    {
        if (cache.TryGet(ForkCells.Sierra(classHash), out byte[]? json)
            && SierraClassJson.TryDecode(json, out SierraClass? sierra, out DecodeError? _))
        {
            return new NetworkClass(sierra, null);
        }

        return cache.TryGet(ForkCells.Deprecated(classHash), out json)
            && DeprecatedClassJson.TryDecode(json, out DeprecatedClass? deprecated, out DecodeError? _)
            ? new NetworkClass(null, deprecated)
            : null;
    }

    private static Felt HashOf(NetworkClass read)
    {
        try
        {
            return read.Deprecated is { } deprecated ? DeprecatedClassHash.Compute(deprecated) : ClassHash.Compute(read.Sierra!);
        }
        catch (InvalidOperationException malformed)
        {
            // Half a surrogate pair within a program is no text that can be hashed.
            throw ForkErrors.Lie("a class", "one that can be hashed", malformed.Message);
        }
    }
}
