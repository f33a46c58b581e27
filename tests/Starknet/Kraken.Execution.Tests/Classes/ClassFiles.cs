using System.IO;
using System.Linq;
using Kraken.Casm.Classes;
using Kraken.Execution.Classes;
using Kraken.Execution.Native;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Kraken.Sierra;
using Kraken.Sierra.ToCasm;
using Kraken.Sierra.ToCasm.Classes;
using Kraken.Sierra.ToIL;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Json;
using Xunit;

namespace Kraken.Execution.Tests.Classes;

/// <summary>The classes of the shared data, made ready to run or to be declared.</summary>
internal static class ClassFiles
{
    /// <summary>A class as the genuine compiler made it, for the virtual machine, and for native runs if asked for.</summary>
    internal static RunnableClass Load(SierraVersion version, bool native, string folder, string set, string name)
    {
        RunnableClass runnable = Runnable(Casm(folder, set, $"{name}.casm.json"), version);
        if (native)
        {
            MakeNative(runnable, Sierra(folder, set, $"{name}.sierra.json"), name);
        }

        return runnable;
    }

    /// <summary>A class that runs natively only: what the virtual machine would run is no code.</summary>
    internal static RunnableClass LoadNativeOnly(SierraVersion version, string folder, string set, string name)
    {
        CasmClass casm = Casm(folder, set, $"{name}.casm.json");
        RunnableClass runnable = Runnable(casm with { Bytecode = [.. casm.Bytecode.Select(_ => Felt.Zero)] }, version);
        MakeNative(runnable, Sierra(folder, set, $"{name}.sierra.json"), name);
        return runnable;
    }

    /// <summary>A class as the genuine compiler made it, to be declared.</summary>
    internal static CompiledContract Contract(SierraVersion version, string folder, string set, string name)
    {
        CasmClass casm = Casm(folder, set, $"{name}.casm.json");
        return Contract(Sierra(folder, set, $"{name}.sierra.json"), casm, Runnable(casm, version));
    }

    /// <summary>A class that this project compiles, to be declared.</summary>
    internal static CompiledContract Compile(SierraVersion version, bool native, params string[] path)
    {
        SierraClass sierra = Sierra(path);
        Assert.True(SierraCompiler.TryCompile(ContractOf(sierra), out CasmClass? casm, out SierraError? error), $"{path.Last()}: {error}");
        RunnableClass runnable = Runnable(casm, version);
        if (native)
        {
            MakeNative(runnable, sierra, path.Last());
        }

        return Contract(sierra, casm, runnable);
    }

    private static SierraClass Sierra(params string[] path)
    {
        byte[] json = File.ReadAllBytes(RepositoryData.PathOf(path));
        Assert.True(SierraClassJson.TryDecode(json, out SierraClass? sierra, out DecodeError? error), $"{error}");
        return sierra!;
    }

    private static CasmClass Casm(params string[] path)
    {
        byte[] json = File.ReadAllBytes(RepositoryData.PathOf(path));
        Assert.True(CasmClassJson.TryDecode(json, out CasmClass? casm, out DecodeError? error), $"{error}");
        return casm!;
    }

    private static SierraContractClass ContractOf(SierraClass sierra) => new(sierra.SierraProgram, sierra.EntryPoints);

    private static RunnableClass Runnable(CasmClass casm, SierraVersion version)
    {
        Assert.True(RunnableClass.TryCreate(casm, version, out RunnableClass? runnable, out string? problem), problem);
        return runnable!;
    }

    private static void MakeNative(RunnableClass runnable, SierraClass sierra, string name)
    {
        SierraContractClass contract = ContractOf(sierra);
        Assert.True(NativeContract.TryCompile(contract, out NativeImage? image, out string? reason), $"{name}: {reason}");
        runnable.Native = NativeContract.Load(image, contract);
    }

    private static CompiledContract Contract(SierraClass sierra, CasmClass casm, RunnableClass runnable) => new()
    {
        ClassHash = ClassHash.Compute(sierra),
        CompiledClassHash = CompiledClassHash.Blake(casm),
        Sierra = sierra,
        Casm = casm,
        Runnable = runnable,
    };
}
