using System;
using System.Collections.Immutable;
using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Json;

namespace Kraken.Feeder.Serving;

/// <summary>Declared classes, as they were declared and compiled.</summary>
internal sealed class ClassPaths(FeederBackend backend)
{
    private const string ClassHash = "classHash";

    internal void Register(Action<string, ImmutableArray<string>, Action<FeederRequest>> add)
    {
        ImmutableArray<string> parameters = [ClassHash, "blockNumber", "blockHash"];
        add("/feeder_gateway/get_class_by_hash", parameters, WriteClass);
        add("/feeder_gateway/get_compiled_class_by_class_hash", parameters, request =>
            CasmClassJson.Write(request.Answer, Declared<CasmClass>(request, hash => backend.Chain.CompiledClassOf(hash))));
    }

    private void WriteClass(FeederRequest request)
    {
        NetworkClass found = Declared<NetworkClass>(request, hash => backend.Chain.DeprecatedClassOf(hash) is { } deprecated
            ? new NetworkClass(null, deprecated)
            : backend.Chain.ClassOf(hash) is { } sierra ? new NetworkClass(sierra, null) : null);
        if (found.Deprecated is { } old)
        {
            DeprecatedClassJson.WriteUnpacked(request.Answer, old);
        }
        else
        {
            SierraClassJson.Write(request.Answer, found.Sierra!);
        }
    }

    // A class may be declared after the block in question: the state is asked first.
    private T Declared<T>(FeederRequest request, Func<Felt, T?> find)
        where T : class
    {
        Felt hash = request.Query.Felt(ClassHash);
        BlockHeader header = new FeederMoment(backend.Chain).Header(request.Query.OptionalBlock() ?? BlockId.Latest);
        return IsDeclared(header, hash) && find(hash) is { } found
            ? found
            : throw new FeederException(FeederErrorCode.UndeclaredClass, $"Class with hash {hash} is not declared.");
    }

    private bool IsDeclared(BlockHeader header, Felt hash)
    {
        try
        {
            return backend.Chain.StateAfter(header.Number)?.IsDeclared(hash) ?? false;
        }
        catch (StateNotHeldException gone)
        {
            throw new FeederException(FeederErrorCode.BlockNotFound, gone.Message);
        }
    }
}
