using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using Kraken.Casm.Classes;
using Kraken.Execution.Blocks;
using Kraken.Execution.Calls;
using Kraken.Execution.Classes;
using Kraken.Execution.Constants;
using Kraken.Execution.Errors;
using Kraken.Execution.Limits;
using Kraken.Execution.Tests.Chain;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Json;
using Kraken.State.Journal;
using Xunit;

namespace Kraken.Execution.Tests.Deprecated;

/// <summary>
/// The chain's genesis with contracts of Cairo 0, those with which the reference tests its own execution, at the addresses that they have
/// there, and ways to call them.
/// </summary>
internal sealed class OldContracts
{
    internal static readonly Felt Account = 0x40020000;
    internal static readonly Felt AccountClass = 0x20000;
    internal static readonly Felt Test = 0x40070000;
    internal static readonly Felt OtherTest = 0x40070001;
    internal static readonly Felt TestClass = 0x70000;
    internal static readonly Felt EmptyClass = 0x30000;
    internal static readonly Felt Security = 0x50000000;
    internal static readonly Felt Proxy = 0x60000000;

    private static readonly ConcurrentDictionary<string, RunnableClass> Known = new();

    internal OldContracts(ulong blockNumber = 30)
    {
        Classes = OwnChain.Classes();
        State = OwnChain.State();
        Context = OwnChain.Context(blockNumber);
        Classes.Add(TestClass, Load("test_contract"));
        Classes.Add(AccountClass, Load("account_with_dummy_validate"));
        Classes.Add(EmptyClass, Load("empty_contract"));
        Classes.Add(0x50000, Load("security_tests_contract"));
        Classes.Add(0x60000, Load("delegate_proxy"));
        State.SetClassHash(Account, AccountClass);
        State.SetClassHash(Test, TestClass);
        State.SetClassHash(OtherTest, TestClass);
        State.SetClassHash(Security, 0x50000);
        State.SetClassHash(Proxy, 0x60000);
    }

    internal ClassRegistry Classes { get; }

    internal JournaledState State { get; }

    internal BlockContext Context { get; }

    internal VersionedConstants Constants => Context.Constants;

    internal TransactionInfo Transaction { get; init; } = new() { Version = TransactionInfo.VersionThree };

    internal ExecutionMode Mode { get; init; } = ExecutionMode.Execute;

    internal ExecutionBudget? Budget { get; init; }

    internal static Felt Selector(string name) => Hashing.Selector.FromName(name);

    internal static DeprecatedClass Read(params string[] path)
    {
        byte[] json = File.ReadAllBytes(RepositoryData.PathOf(path));
        Assert.True(DeprecatedClassJson.TryDecode(json, out DeprecatedClass? value, out DecodeError? error), $"{error}");
        return value!;
    }

    internal static RunnableClass Prepare(DeprecatedClass value)
    {
        Assert.True(RunnableClass.TryCreate(value, out RunnableClass? runnable, out string? problem), problem);
        return runnable!;
    }

    /// <summary>A call that nothing stops.</summary>
    internal CallInfo Call(Felt contract, string name, params IEnumerable<Felt> calldata)
    {
        try
        {
            return Call(contract, Selector(name), EntryPointType.External, calldata);
        }
        catch (EntryPointException stopped)
        {
            Assert.Fail(TextOf(contract, name, stopped));
            throw;
        }
    }

    internal CallInfo Call(Felt contract, Felt selector, EntryPointType kind, params IEnumerable<Felt> calldata)
    {
        ulong gas = Constants.Gas.DefaultInitial;
        CallContext context = new(
            Context, Transaction, State, Classes, Mode, limitSteps: false, gas, new UsageMeter(), Budget);
        CallRequest request = new()
        {
            Kind = kind,
            Selector = selector,
            Calldata = [.. calldata],
            StorageAddress = contract,
            CallerAddress = default,
            InitialGas = gas,
        };
        return EntryPointCaller.Execute(context, request, null, ref gas);
    }

    /// <summary>What a revert reason would say of a call that nobody can catch.</summary>
    internal string Error(Felt contract, string name, params IEnumerable<Felt> calldata)
    {
        EntryPointException stopped =
            Assert.Throws<EntryPointException>(() => Call(contract, Selector(name), EntryPointType.External, calldata));
        return TextOf(contract, name, stopped);
    }

    private string TextOf(Felt contract, string name, EntryPointException stopped) => ErrorText.Of(
        ErrorText.ExecutionHeader, "Error in the called contract", contract, State.ClassHashAt(contract), Selector(name), stopped.Error);

    private static RunnableClass Load(string name) =>
        Known.GetOrAdd(name, static file => Prepare(Read("cairo", "cairo0_classes", $"{file}_compiled.json")));
}
