using System.IO;
using System.Linq;
using Kraken.Casm.Classes;
using Kraken.Execution.Calls;
using Kraken.Execution.Classes;
using Kraken.Execution.Constants;
using Kraken.Execution.Native;
using Kraken.Execution.Transactions;
using Kraken.Serialization.Json;
using Kraken.Sierra;
using Kraken.Sierra.ToCasm.Classes;
using Kraken.Sierra.ToIL;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Json;
using Xunit;

namespace Kraken.Execution.Tests.Native;

/// <summary>Classes for both engines, and the comparison of what they give.</summary>
internal static class EnginePair
{
    /// <summary>Makes a class ready for the virtual machine, and for native runs if asked for.</summary>
    internal static RunnableClass Load(SierraVersion version, bool native, string folder, string set, string name)
    {
        byte[] json = File.ReadAllBytes(RepositoryData.PathOf(folder, set, $"{name}.casm.json"));
        Assert.True(CasmClassJson.TryDecode(json, out CasmClass? casm, out DecodeError? error), $"{error}");
        Assert.True(RunnableClass.TryCreate(casm!, version, out RunnableClass? runnable, out string? problem), problem);
        if (native)
        {
            byte[] source = File.ReadAllBytes(RepositoryData.PathOf(folder, set, $"{name}.sierra.json"));
            Assert.True(SierraClassJson.TryDecode(source, out SierraClass? sierra, out error), $"{error}");
            SierraContractClass contract = new(sierra!.SierraProgram, sierra.EntryPoints);
            Assert.True(NativeContract.TryCompile(contract, out NativeImage? image, out string? reason), $"{name}: {reason}");
            runnable!.Native = NativeContract.Load(image, contract);
        }

        return runnable!;
    }

    /// <summary>Everything that a transaction did must be the same.</summary>
    internal static void Same(TransactionOutcome onMachine, TransactionOutcome native)
    {
        if (onMachine is not ExecutedOutcome expected || native is not ExecutedOutcome actual)
        {
            Assert.Equal($"{onMachine}", $"{native}");
            return;
        }

        Same(expected.Validate, actual.Validate);
        Same(expected.Execute, actual.Execute);
        Same(expected.FeeTransfer, actual.FeeTransfer);
        Assert.Equal(expected.RevertReason, actual.RevertReason);
        Assert.Equal(expected.Gas, actual.Gas);
        Assert.Equal(expected.DataGas, actual.DataGas);
        Assert.Equal(expected.Fee, actual.Fee);
        Assert.Equal(Describe(expected.Usage.Builtins), Describe(actual.Usage.Builtins));
        Assert.Equal(Describe(expected.Usage.RevertedBuiltins), Describe(actual.Usage.RevertedBuiltins));
        Assert.Equal(expected.Usage.Storage, actual.Usage.Storage);
        Assert.Equal(expected.Usage.Classes.Keys.Order(), actual.Usage.Classes.Keys.Order());
        Assert.Equal(expected.Changes, actual.Changes);
    }

    /// <summary>Everything that a call did must be the same.</summary>
    internal static void Same(CallInfo? onMachine, CallInfo? native)
    {
        Assert.Equal(onMachine is null, native is null);
        if (onMachine is null || native is null)
        {
            return;
        }

        Assert.Equal(onMachine.ClassHash, native.ClassHash);
        Assert.Equal(onMachine.Request.Selector, native.Request.Selector);
        Assert.Equal(onMachine.Request.Calldata, native.Request.Calldata);
        Assert.Equal(onMachine.Request.InitialGas, native.Request.InitialGas);
        Assert.Equal(onMachine.Failed, native.Failed);
        Assert.Equal(onMachine.Retdata, native.Retdata);
        Assert.Equal(onMachine.GasConsumed, native.GasConsumed);
        Assert.Equal(onMachine.Tracked, native.Tracked);
        Assert.Equal(
            onMachine.Events.Select(e => $"{e.Order} [{string.Join(' ', e.Keys)}] [{string.Join(' ', e.Data)}]"),
            native.Events.Select(e => $"{e.Order} [{string.Join(' ', e.Keys)}] [{string.Join(' ', e.Data)}]"));
        Assert.Equal(
            onMachine.Messages.Select(m => $"{m.Order} {m.ToAddress} [{string.Join(' ', m.Payload)}]"),
            native.Messages.Select(m => $"{m.Order} {m.ToAddress} [{string.Join(' ', m.Payload)}]"));
        Assert.Equal(onMachine.InnerCalls.Count, native.InnerCalls.Count);
        for (int i = 0; i < onMachine.InnerCalls.Count; i++)
        {
            Same(onMachine.InnerCalls[i], native.InnerCalls[i]);
        }
    }

    private static string Describe(BuiltinCounts counts) =>
        string.Join(", ", System.Enum.GetValues<PricedBuiltin>().Where(b => counts[b] != 0).Select(b => $"{b} {counts[b]}"));
}
