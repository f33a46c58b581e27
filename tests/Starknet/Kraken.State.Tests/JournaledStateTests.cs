using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.State.Journal;
using Xunit;

namespace Kraken.State.Tests;

public sealed class JournaledStateTests
{
    [Fact]
    public void RevertingToACheckpointRestoresEveryValueAndChangesAreExactlyTheDifferences()
    {
        Prop.ForAll(Writes(), Writes(), (kept, undone) =>
        {
            JournaledState state = new(EmptyState.Instance);
            Dictionary<(int, int), int> model = [];
            Apply(state, model, kept);
            Dictionary<(int, int), int> atCheckpoint = new(model);
            int checkpoint = state.Checkpoint;
            Apply(state, model, undone);
            bool sinceMatches = Same(state.ChangesSince(checkpoint), Difference(atCheckpoint, model));
            state.RevertTo(checkpoint);
            return sinceMatches && state.ChangesSince(checkpoint).Count == 0 && Same(state.Changes(), Difference([], atCheckpoint));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void AValueWrittenAndSetBackLeavesNoChange()
    {
        JournaledState parent = new(EmptyState.Instance);
        parent.SetStorage(5, 6, 7);
        JournaledState state = new(parent);
        state.SetStorage(5, 6, 8);
        state.SetStorage(5, 6, 7);
        Assert.Empty(state.Changes());
        Assert.Empty(state.ChangesSince(0));
        Assert.Equal((Felt)7, state.StorageAt(5, 6));
    }

    [Fact]
    public void WritesRepeatedInAnotherJournalGiveTheSameChangesSinceEveryCheckpointBetweenThem()
    {
        Prop.ForAll(Writes(), Writes(), (first, second) =>
        {
            JournaledState state = new(EmptyState.Instance);
            Apply(state, [], first);
            int undone = state.Checkpoint;
            Apply(state, [], second);
            state.RevertTo(undone);
            Apply(state, [], second);
            StateChange[] writes = state.Writes();
            JournaledState other = new(EmptyState.Instance);
            foreach (StateChange write in writes)
            {
                other.Apply(write);
            }

            return other.Checkpoint == state.Checkpoint
                && other.Writes().SequenceEqual(writes)
                && Enumerable.Range(0, state.Checkpoint + 1).All(checkpoint =>
                    other.ChangesSince(checkpoint).SequenceEqual(state.ChangesSince(checkpoint)));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void AMarkPartsTheVisitedCellsAndANewWatchForgetsIt()
    {
        JournaledState state = new(EmptyState.Instance);
        state.StorageAt(1, 1);
        state.SetStorage(1, 2, 3);
        Assert.Null(state.VisitedMark);
        state.MarkVisited();
        state.StorageAt(1, 3);
        Assert.Equal((2, 3), (state.VisitedMark, state.VisitedStorage.Count));
        state.WatchStorage();
        Assert.Null(state.VisitedMark);
    }

    private static Arbitrary<(byte Kind, byte Owner, byte Value)[]> Writes() =>
        ArbMap.Default.ArbFor<(byte Kind, byte Owner, byte Value)[]>();

    private static void Apply(
        JournaledState state,
        Dictionary<(int Kind, int Owner), int> model,
        (byte Kind, byte Owner, byte Value)[] writes)
    {
        foreach ((byte k, byte o, byte v) in writes)
        {
            (int kind, int owner, int value) = (k % 4, o % 5, v % 3);
            model[(kind, owner)] = value;
            switch ((CellKind)kind)
            {
                case CellKind.Storage: state.SetStorage(1, owner, value); break;
                case CellKind.Nonce: state.SetNonce(owner, value); break;
                case CellKind.ClassHash: state.SetClassHash(owner, value); break;
                default: state.SetCompiledClassHash(owner, value); break;
            }
        }
    }

    private static Dictionary<(int, int), (int, int)> Difference(Dictionary<(int, int), int> before, Dictionary<(int, int), int> after) =>
        after.Where(pair => pair.Value != before.GetValueOrDefault(pair.Key)).ToDictionary(
            pair => pair.Key, pair => (before.GetValueOrDefault(pair.Key), pair.Value));

    private static bool Same(List<StateChange> changes, Dictionary<(int Kind, int Owner), (int Before, int After)> expected) =>
        changes.Count == expected.Count && changes.TrueForAll(change =>
        {
            int owner = (int)(change.Kind == CellKind.Storage ? change.Key : change.Owner).ToBigInteger();
            return expected.TryGetValue(((int)change.Kind, owner), out (int Before, int After) values)
                && change.Before == (Felt)values.Before
                && change.After == (Felt)values.After;
        });
}
