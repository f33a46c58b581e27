using System;
using System.Collections.Generic;
using Kraken.Casm.Builtins;
using Kraken.Casm.Classes;
using Kraken.Execution.Calls;
using Kraken.Execution.Classes;
using Kraken.Execution.Errors;
using Kraken.Execution.Tests.Syscalls;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Xunit;

namespace Kraken.Execution.Tests.Errors;

public sealed class MachineFaultTests
{
    [Fact]
    public void AFaultIsToldToTheHostAndTheReasonIsAlwaysTheSame()
    {
        TestContracts chain = new();
        Felt selector = TestContracts.Selector("spin");
        RunnableClass runnable = chain.Classes.Find(TestContracts.SysClass)!;
        RunnableEntryPoint spin = runnable.Find(EntryPointType.External, selector)!;

        // A builtin that entry points cannot have, so that the count of what was used has no price for it.
        RunnableEntryPoint broken = new(spin.Offset, [BuiltinName.Output, .. spin.Builtins]);
        TransactionInfo none = new() { IsCurrent = false };
        CallContext context = new(
            chain.Context, none, chain.State, chain.Classes, ExecutionMode.Execute,
            limitSteps: false, 10_000_000, new UsageMeter(), budget: null);
        CallRequest request = new()
        {
            Kind = EntryPointType.External,
            Selector = selector,
            Calldata = [3],
            StorageAddress = TestContracts.Sys,
            CallerAddress = default,
            InitialGas = 10_000_000,
        };
        List<MachineFault> told = [];
        MachineFaults.Happened += told.Add;
        long before = MachineFaults.Count;
        try
        {
            CallFrame frame = new(context, request, TestContracts.SysClass, TrackedResource.CairoSteps);
            EntryPointException failed = Assert.Throws<EntryPointException>(() => EntryPointRun.Run(frame, runnable, broken));
            Assert.Equal(new PlainError("Internal error: the machine failed."), failed.Error);
        }
        finally
        {
            MachineFaults.Happened -= told.Add;
        }

        Assert.Equal(before + 1, MachineFaults.Count);
        MachineFault fault = Assert.Single(told);
        Assert.Equal((TestContracts.SysClass, selector), (fault.ClassHash, fault.Selector));
        Assert.IsType<ArgumentOutOfRangeException>(fault.Exception);
    }
}
