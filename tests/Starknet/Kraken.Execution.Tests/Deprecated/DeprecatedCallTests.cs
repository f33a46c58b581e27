using System;
using System.Linq;
using Kraken.Execution.Calls;
using Kraken.Execution.Constants;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Starknet.Chain;
using Xunit;

namespace Kraken.Execution.Tests.Deprecated;

/// <summary>Calls of Cairo 0 contracts with results, steps and builtins as the reference states them for the same contracts.</summary>
public sealed class DeprecatedCallTests
{
    private static readonly Felt ReadWrite = OldContracts.Selector("test_storage_read_write");
    private static readonly Felt Library = OldContracts.Selector("test_library_call");

    [Theory]
    [InlineData("without_arg", new ulong[0], new ulong[0])]
    [InlineData("with_arg", new ulong[] { 25 }, new ulong[0])]
    [InlineData("test_long_retdata", new ulong[0], new ulong[] { 0, 1, 2, 3, 4 })]
    [InlineData("bitwise_and", new ulong[] { 47, 31 }, new ulong[0])]
    [InlineData("sqrt", new ulong[] { 81 }, new ulong[0])]
    [InlineData("return_result", new ulong[] { 23 }, new ulong[] { 23 })]
    [InlineData("test_storage_var", new ulong[0], new ulong[0])]
    [InlineData("test_storage_read_write", new ulong[] { 1234, 18 }, new ulong[] { 18 })]
    public void AnEntryPointReturnsWhatTheReferenceSays(string name, ulong[] calldata, ulong[] expected)
    {
        CallInfo info = new OldContracts().Call(OldContracts.Test, name, calldata.Select(value => (Felt)value));
        Assert.False(info.Failed);
        Assert.Equal(TrackedResource.CairoSteps, info.Tracked);
        Assert.Equal(expected.Select(value => (Felt)value), info.Retdata);
    }

    [Fact]
    public void AStorageCellKeepsWhatWasWritten()
    {
        OldContracts chain = new();
        CallInfo info = chain.Call(OldContracts.Test, "test_storage_read_write", 1234, 18);
        Assert.Equal((Felt)18, chain.State.StorageAt(OldContracts.Test, 1234));
        Same(StorageResources(chain), info.Resources);
    }

    [Fact]
    public void NestedLibraryCallsTakeTheStepsAndBuiltinsOfTheReference()
    {
        OldContracts chain = new();
        CallInfo info = chain.Call(OldContracts.Test, "test_nested_library_call", OldContracts.TestClass, Library, ReadWrite, 2, 255, 44);
        Assert.Equal([Felt.Zero], info.Retdata);
        VmResources storage = StorageResources(chain);
        VmResources library = Resources(chain, DeprecatedSyscall.LibraryCall, 39, 1) + storage;
        Assert.Equal(2, info.InnerCalls.Count);
        Same(library, info.InnerCalls[0].Resources);
        Same(storage, info.InnerCalls[0].InnerCalls.Single().Resources);
        Same(storage, info.InnerCalls[1].Resources);
        Same(Resources(chain, DeprecatedSyscall.LibraryCall, 45, 0) + library + library, info.Resources);
        Assert.Equal(CallType.LibraryCall, info.InnerCalls[0].Request.CallType);
        Assert.Null(info.InnerCalls[0].Request.CodeAddress);
        Assert.Equal((Felt)45, chain.State.StorageAt(OldContracts.Test, 256));
    }

    [Fact]
    public void ACallOfAContractTakesTheStepsAndBuiltinsOfTheReference()
    {
        OldContracts chain = new();
        CallInfo info = chain.Call(OldContracts.Test, "test_call_contract", OldContracts.Test, ReadWrite, 2, 405, 48);
        Assert.Equal([(Felt)48], info.Retdata);
        Assert.Equal(OldContracts.Test, info.InnerCalls.Single().Request.CallerAddress);
        Same(Resources(chain, DeprecatedSyscall.CallContract, 81 - 42, 1) + StorageResources(chain), info.Resources);
    }

    [Fact]
    public void AnUnknownSelectorIsAFailureThatNamesItself()
    {
        CallInfo info = new OldContracts().Call(OldContracts.Test, Felt.One + Felt.One, Casm.Classes.EntryPointType.External);
        Assert.True(info.Failed);
        Assert.Equal([Felt.FromShortString("ENTRYPOINT_NOT_FOUND")], info.Retdata);
    }

    [Fact]
    public void TheDefaultEntryPointTakesWhatNoOtherDoes()
    {
        OldContracts chain = new();
        chain.Call(OldContracts.Proxy, "set_implementation_hash", OldContracts.TestClass);
        CallInfo info = chain.Call(OldContracts.Proxy, "test_storage_read_write", 7, 8);
        Assert.Equal([(Felt)8], info.Retdata);
        Assert.Equal((Felt)8, chain.State.StorageAt(OldContracts.Proxy, 7));
        Assert.Equal(Felt.Zero, chain.State.StorageAt(OldContracts.Test, 7));
    }

    [Fact]
    public void AClassIsReplacedOnlyByADeclaredOne()
    {
        OldContracts chain = new();
        Assert.Contains("is not declared", chain.Error(OldContracts.Test, "test_replace_class", 1234), StringComparison.Ordinal);
        chain.Call(OldContracts.Test, "test_replace_class", OldContracts.EmptyClass);
        Assert.Equal(OldContracts.EmptyClass, chain.State.ClassHashAt(OldContracts.Test));
    }

    [Fact]
    public void ExecuteIsNotCalledDirectly() => Assert.Contains(
        "Calling `__execute__` directly is not allowed.",
        new OldContracts().Error(
            OldContracts.Test, "call_execute_directly", OldContracts.Account, 4, OldContracts.Test,
            OldContracts.Selector("return_result"), 1, 0),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(false, false, 1, null)]
    [InlineData(false, true, 1, "Invalid input: constructor_calldata; Cannot pass calldata to a contract with no constructor.")]
    [InlineData(true, true, 1, null)]
    [InlineData(true, true, 2, "The deploy_from_zero field in the deploy system call must be 0 or 1.")]
    public void AContractIsDeployedOrRefused(bool hasConstructor, bool hasCalldata, ulong fromZero, string? error)
    {
        OldContracts chain = new();
        Felt[] arguments = hasCalldata ? [1, 1] : [];
        Felt classHash = hasConstructor ? OldContracts.TestClass : OldContracts.EmptyClass;
        Felt[] calldata = [classHash, 0, arguments.Length, .. arguments, fromZero];
        if (error is not null)
        {
            Assert.Contains(error, chain.Error(OldContracts.Test, "test_deploy", calldata), StringComparison.Ordinal);
            return;
        }

        CallInfo info = chain.Call(OldContracts.Test, "test_deploy", calldata);
        Assert.Equal(classHash, chain.State.ClassHashAt(info.Retdata.Single()));
        Assert.Contains("Deployment failed:", chain.Error(OldContracts.Test, "test_deploy", calldata), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("test_get_block_number", 2030, 2000)]
    [InlineData("test_get_block_timestamp", 1_800_002_030, 1_800_000_000)]
    public void BlockInfoIsRoundedInValidation(string name, ulong exact, ulong rounded)
    {
        OldContracts chain = new(2030);
        Assert.Empty(chain.Call(OldContracts.Test, name, exact).Retdata);
        OldContracts validating = new(2030) { Mode = ExecutionMode.Validate };
        Assert.Empty(validating.Call(OldContracts.Test, name, rounded).Retdata);
    }

    [Fact]
    public void TheSequencerIsNotToldInValidation()
    {
        OldContracts chain = new();
        Assert.Empty(chain.Call(OldContracts.Test, "test_get_sequencer_address", chain.Context.Block.Sequencer).Retdata);
        Assert.Contains(
            "Unauthorized syscall get_sequencer_address in execution mode Validate.",
            new OldContracts { Mode = ExecutionMode.Validate }.Error(OldContracts.Test, "test_get_sequencer_address", 0),
            StringComparison.Ordinal);
    }

    // The contract asserts that each member is what it is told.
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void TransactionInfoIsThatOfTheTransaction(bool isBound, bool isHighTip)
    {
        LegacyAccounts legacy = new OldContracts().Constants.LegacyAccounts;
        OldContracts chain = new()
        {
            Transaction = new()
            {
                Version = 3, Sender = OldContracts.Test, Hash = 1991, Nonce = 3, Tip = legacy.VersionOneMaxTip + (isHighTip ? 1UL : 0),
            },
        };
        if (isBound)
        {
            Felt bound = legacy.VersionOneOfCairo0.First();
            chain.Classes.Add(bound, chain.Classes.Find(OldContracts.TestClass)!);
            chain.State.SetClassHash(OldContracts.Test, bound);
        }

        Felt version = isBound && !isHighTip ? 1 : 3;
        chain.Call(OldContracts.Test, "test_get_tx_info", version, OldContracts.Test, 0, 1991, chain.Context.Chain.ChainId.Value, 3);
    }

    [Fact]
    public void EventsAreThoseEmittedWithinTheirLimits()
    {
        OldContracts chain = new();
        OrderedEvent emitted = chain.Call(OldContracts.Test, "test_emit_events", 1, 2, 2019, 2020, 3, 2021, 2022, 2023).Events.Single();
        Assert.Equal([2019, 2020], emitted.Keys);
        Assert.Equal([2021, 2022, 2023], emitted.Data);
        int length = chain.Constants.Events.MaxDataLength + 1;
        Assert.Contains(
            $"Exceeded the maximum data length, data length: {length}, max data length: {length - 1}.",
            chain.Error(OldContracts.Test, "test_emit_events", [1, 0, (Felt)length, .. Enumerable.Repeat((Felt)2, length)]),
            StringComparison.Ordinal);
    }

    [Fact]
    public void AMessageGoesToAnAddressOfL1() => Assert.Contains(
        "Out of range",
        new OldContracts().Error(OldContracts.Test, "send_message", Felt.Parse("0x10000000000000000000000000000000000000000")),
        StringComparison.Ordinal);

    private static VmResources StorageResources(OldContracts chain) =>
        Resources(chain, DeprecatedSyscall.StorageRead, 42, 0) + chain.Constants.Os.Of(DeprecatedSyscall.StorageWrite).Of(1, 0);

    private static VmResources Resources(OldContracts chain, DeprecatedSyscall call, long steps, long rangeChecks)
    {
        VmResources resources = chain.Constants.Os.Of(call).Of(1, 0);
        resources.Steps += steps;
        resources.Builtins[PricedBuiltin.RangeCheck] += rangeChecks;
        return resources;
    }

    private static void Same(VmResources expected, VmResources got)
    {
        Assert.Equal((expected.Steps, expected.MemoryHoles), (got.Steps, got.MemoryHoles));
        foreach (PricedBuiltin builtin in Enum.GetValues<PricedBuiltin>())
        {
            Assert.True(
                expected.Builtins[builtin] == got.Builtins[builtin],
                $"{builtin}: expected {expected.Builtins[builtin]}, got {got.Builtins[builtin]}");
        }
    }
}
