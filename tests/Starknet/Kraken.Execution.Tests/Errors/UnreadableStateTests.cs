using System;
using System.IO;
using Kraken.Execution.Classes;
using Kraken.Execution.Errors;
using Kraken.Execution.Tests.Syscalls;
using Kraken.Execution.Transactions;
using Kraken.State;
using Kraken.State.Journal;
using Xunit;

namespace Kraken.Execution.Tests.Errors;

/// <summary>What one node cannot read must not become a revert, which the others would not have.</summary>
public sealed class UnreadableStateTests
{
    public static TheoryData<Exception> Failures =>
    [
        new InvalidOperationException("the connection is broken"),
        new ObjectDisposedException("database"),
        new ArgumentException("a damaged page"),
        new IOException("no space left"),
    ];

    [Theory]
    [MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public void AFailureOfStorageWithinACallPassesThroughAllCalls(Exception failure)
    {
        TestContracts chain = new();
        JournaledState state = new(new BrokenStorage(chain.State, new StorageCell(TestContracts.Sys, 7), failure));
        long faults = MachineFaults.Count;
        StateUnavailableException thrown = Assert.Throws<StateUnavailableException>(
            () => ViewCall.Execute(chain.Context, state, chain.Classes, TestContracts.Sys, TestContracts.Selector("storage_rw"), [7, 8]));
        Assert.Same(failure, thrown.InnerException);
        Assert.Equal(faults, MachineFaults.Count);
        ViewResult elsewhere =
            ViewCall.Execute(chain.Context, state, chain.Classes, TestContracts.Sys, TestContracts.Selector("storage_rw"), [6, 8]);
        Assert.Equal(ViewStatus.Success, elsewhere.Status);
    }

    [Fact]
    public void AClassThatCannotBeLoadedIsNoRevertEither()
    {
        InvalidOperationException failure = new("a stored class cannot run");
        ClassRegistry registry = new(_ => throw failure);
        Assert.Same(failure, Assert.Throws<StateUnavailableException>(() => registry.Find(5)).InnerException);
    }
}
