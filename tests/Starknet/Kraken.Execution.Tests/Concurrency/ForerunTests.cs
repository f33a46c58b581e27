using System.IO;
using Kraken.Execution.Classes;
using Kraken.Execution.Concurrency;
using Kraken.Execution.Limits;
using Kraken.Execution.Tests.Chain;
using Kraken.Execution.Tests.Errors;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.State;
using Kraken.State.Journal;
using Xunit;

namespace Kraken.Execution.Tests.Concurrency;

/// <summary>A run ahead counts only where all that it was given is what the state holds at the transaction's turn.</summary>
public sealed class ForerunTests
{
    private static readonly StorageCell Written = new(0x200, 1);

    [Theory]
    [InlineData(CellKind.Storage)]
    [InlineData(CellKind.Nonce)]
    [InlineData(CellKind.ClassHash)]
    [InlineData(CellKind.CompiledClass)]
    public void AValueOfAnyKindThatIsAnotherAtTheTurnIsNoticed(CellKind kind)
    {
        CellName cell = new(kind, 0x100, kind == CellKind.Storage ? 7 : default(Felt));
        Assert.True(IsTakenOver(cell, guessed: 5, EmptyState.Instance, actual: 5));
        Assert.False(IsTakenOver(cell, guessed: 5, EmptyState.Instance, actual: 6));
        Assert.False(IsTakenOver(cell, guessed: 5, EmptyState.Instance, actual: null));
    }

    [Fact]
    public void AValueThatCannotBeReadAtTheTurnIsLeftToTheTransactionsOwnRun()
    {
        BrokenStorage parent = new(EmptyState.Instance, new StorageCell(0x100, 7), new IOException("a damaged page"));
        CellName cell = new(CellKind.Storage, 0x100, 7);
        Assert.Throws<StateUnavailableException>(() => cell.ReadFrom(new JournaledState(parent)));
        Assert.False(IsTakenOver(cell, guessed: 5, parent, actual: null));
    }

    // The run ahead was given what a transaction before it was seen to write; at its turn that one wrote the actual value, or nothing.
    private static bool IsTakenOver(CellName cell, Felt guessed, IStateReader parent, Felt? actual)
    {
        VersionedCells cells = new(EmptyState.Instance, []);
        cells.Replace(0, [], [new StateChange(cell.Kind, cell.Owner, cell.Key, default, guessed)]);
        FeeCredit credit = new(OwnChain.Context(1));
        using Attempt attempt = new(1);
        VersionedView view = new(cells, credit, attempt, interleaving: null);
        Assert.Equal(guessed, cell.ReadFrom(view.State));
        view.State.SetStorage(Written.Contract, Written.Key, 9);
        RejectedOutcome outcome = new(new Rejection(RejectionKind.InvalidNonce, "its writes count all the same here"));
        using Forerun forerun = new(outcome, view, new ClassesAhead(new ClassRegistry(), new()), credit, new ExecutionBudget());

        JournaledState state = new(parent);
        if (actual is { } value)
        {
            state.Apply(new StateChange(cell.Kind, cell.Owner, cell.Key, default, value));
        }

        int before = state.Checkpoint;
        TransactionOutcome? taken = forerun.TryTakeOver(state, limits: null);
        Assert.Equal(taken is null ? Felt.Zero : (Felt)9, state.StorageAt(Written.Contract, Written.Key));
        Assert.Equal(taken is null ? before : before + 1, state.Checkpoint);
        return taken is not null;
    }
}
