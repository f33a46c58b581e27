using Kraken.Execution.Native;
using Kraken.Execution.Transactions;
using Xunit;

namespace Kraken.Execution.Tests.Native;

/// <summary>Runs on both engines must give the same.</summary>
internal static class EnginePair
{
    /// <summary>Everything that a transaction did must be the same.</summary>
    internal static void Same(TransactionOutcome onMachine, TransactionOutcome native) =>
        Assert.Null(OutcomeDifference.Find(onMachine, native));

    /// <summary>Everything that a call outside of transactions gave must be the same.</summary>
    internal static void Same(ViewResult onMachine, ViewResult native) => Assert.Null(OutcomeDifference.Find(onMachine, native));
}
