using System.IO;
using Kraken.Casm.Classes;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Tests.Chain;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Serialization.Json;
using Kraken.State.Journal;
using Xunit;

namespace Kraken.Execution.Tests.Syscalls;

/// <summary>The chain's genesis with the contracts that exercise system calls, and ways to call them.</summary>
internal sealed class TestContracts
{
    internal static readonly Felt Sys = 0x5151;
    internal static readonly Felt OtherSys = 0x5252;
    internal static readonly Felt Hashes = 0x5353;
    internal static readonly Felt Secp = 0x5454;
    internal static readonly Felt Collections = 0x5555;
    internal static readonly Felt SysClass = 0xc1;
    private ulong nonce;

    internal TestContracts(ulong blockNumber = 30)
    {
        Classes = OwnChain.Classes();
        State = OwnChain.State();
        Deploy(Sys, SysClass, "syscalls");
        Deploy(OtherSys, SysClass, "syscalls");
        Deploy(Hashes, 0xc2, "hashes");
        Deploy(Secp, 0xc3, "secp");
        Deploy(Collections, 0xc4, "collections");
        Context = OwnChain.Context(blockNumber);
        Executor = new(Context, State, static _ => 0xabcdef, Classes);
    }

    internal ClassRegistry Classes { get; }

    internal JournaledState State { get; }

    internal BlockContext Context { get; }

    internal BlockRun Executor { get; }

    internal static Felt Selector(string name) => Kraken.Hashing.Selector.FromName(name);

    internal ViewResult View(Felt contract, string name, params Felt[] calldata) =>
        ViewCall.Execute(Context, Executor.State, Classes, contract, Selector(name), calldata);

    internal Felt[] ViewData(Felt contract, string name, params Felt[] calldata)
    {
        ViewResult result = View(contract, name, calldata);
        Assert.True(result.Status == ViewStatus.Success, result.Error);
        return [.. result.Retdata];
    }

    internal ExecutedOutcome Invoke(Felt contract, string name, params Felt[] calldata) =>
        Invoke(20_000_000, (contract, Selector(name), calldata));

    internal ExecutedOutcome Invoke(ulong gas, params (Felt Contract, Felt Selector, Felt[] Calldata)[] calls)
    {
        TransactionOutcome outcome = Executor.Execute(OwnChain.Invoke(OwnChain.Genesis.Accounts[0], nonce++, gas, calls));
        return outcome as ExecutedOutcome ?? throw new InvalidDataException($"{outcome}");
    }

    private void Deploy(Felt address, Felt classHash, string name)
    {
        byte[] json = File.ReadAllBytes(RepositoryData.PathOf("cairo", "own-contracts", "pairs_2_19_4", $"{name}.casm.json"));
        Assert.True(CasmClassJson.TryDecode(json, out CasmClass? casm, out DecodeError? error), $"{error}");
        Assert.True(RunnableClass.TryCreate(casm!, new(1, 9, 3), out RunnableClass? runnable, out string? problem), problem);
        Classes.Add(classHash, runnable!);
        State.SetClassHash(address, classHash);
        State.SetCompiledClassHash(classHash, Felt.One);
    }
}
