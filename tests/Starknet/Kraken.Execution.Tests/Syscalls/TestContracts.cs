using System.IO;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Tests.Chain;
using Kraken.Execution.Tests.Classes;
using Kraken.Execution.Tests.Native;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.State.Journal;
using Xunit;

namespace Kraken.Execution.Tests.Syscalls;

/// <summary>
/// The chain's genesis with the contracts that exercise system calls, and ways to call them. All runs on both engines, which must agree.
/// </summary>
internal sealed class TestContracts
{
    internal static readonly Felt Sys = 0x5151;
    internal static readonly Felt OtherSys = 0x5252;
    internal static readonly Felt Hashes = 0x5353;
    internal static readonly Felt Secp = 0x5454;
    internal static readonly Felt Collections = 0x5555;
    internal static readonly Felt SysClass = 0xc1;

    private readonly BlockRun native;
    private ulong nonce;

    internal TestContracts(ulong blockNumber = 30)
    {
        Classes = OwnChain.Classes();
        State = OwnChain.State();
        Context = OwnChain.Context(blockNumber);
        Deploy(Classes, State, native: false);
        Executor = new(Context, State, static _ => 0xabcdef, Classes);
        NativeClasses = OwnChain.Classes(native: true);
        JournaledState state = OwnChain.State();
        Deploy(NativeClasses, state, native: true);
        native = new(Context, state, static _ => 0xabcdef, NativeClasses);
    }

    internal ClassRegistry Classes { get; }

    // The same classes as machine code.
    internal ClassRegistry NativeClasses { get; }

    internal JournaledState State { get; }

    internal BlockContext Context { get; }

    internal BlockRun Executor { get; }

    internal static Felt Selector(string name) => Kraken.Hashing.Selector.FromName(name);

    internal ViewResult View(Felt contract, string name, params Felt[] calldata)
    {
        ViewResult result = ViewCall.Execute(Context, Executor.State, Classes, contract, Selector(name), calldata);
        ViewResult other = ViewCall.Execute(Context, native.State, NativeClasses, contract, Selector(name), calldata);
        EnginePair.Same(result, other);
        return result;
    }

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
        ExecutableTransaction transaction = OwnChain.Invoke(OwnChain.Genesis.Accounts[0], nonce++, gas, calls);
        TransactionOutcome outcome = Executor.Execute(transaction);
        EnginePair.Same(outcome, native.Execute(transaction));
        return outcome as ExecutedOutcome ?? throw new InvalidDataException($"{outcome}");
    }

    internal static void Deploy(ClassRegistry classes, JournaledState state, bool native)
    {
        (Felt Address, Felt ClassHash, string Name)[] contracts =
            [(Sys, SysClass, "syscalls"), (OtherSys, SysClass, "syscalls"), (Hashes, 0xc2, "hashes"), (Secp, 0xc3, "secp"),
                (Collections, 0xc4, "collections")];
        foreach ((Felt address, Felt classHash, string name) in contracts)
        {
            classes.Add(classHash, ClassFiles.Load(new(1, 9, 3), native, "cairo/own-contracts", "pairs_2_19_4", name));
            state.SetClassHash(address, classHash);
            state.SetCompiledClassHash(classHash, Felt.One);
        }
    }
}
