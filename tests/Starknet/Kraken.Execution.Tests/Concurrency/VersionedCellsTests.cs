using System.Linq;
using Kraken.Execution.Concurrency;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.State;
using Kraken.State.Journal;
using Xunit;

namespace Kraken.Execution.Tests.Concurrency;

/// <summary>Each transaction is given what those before it write, and is named when that is something else later.</summary>
public sealed class VersionedCellsTests
{
    private static readonly CellName Cell = new(CellKind.Storage, 1, 2);

    [Fact]
    public void ATransactionIsGivenWhatTheLastBeforeItWrites()
    {
        VersionedCells cells = new(EmptyState.Instance, [Write(7)]);
        Assert.Equal((Felt)7, Read(cells, 0));
        cells.Replace(3, [], [Write(30)]);
        cells.Replace(1, [], [Write(10)]);
        Assert.Equal((7, 7, 10, 10, 30), (Read(cells, 0), Read(cells, 1), Read(cells, 2), Read(cells, 3), Read(cells, 4)));
        cells.Replace(1, [Write(10)], [Write(11)]);
        cells.Replace(3, [Write(30)], []);
        Assert.Equal((7, 7, 11, 11, 11), (Read(cells, 0), Read(cells, 1), Read(cells, 2), Read(cells, 3), Read(cells, 4)));
    }

    [Fact]
    public void ThoseThatWereGivenAnotherValueAreNamed()
    {
        VersionedCells cells = new(EmptyState.Instance, []);
        Attempt[] attempts = [.. Enumerable.Range(0, 6).Select(index => new Attempt(index))];
        foreach (Attempt attempt in attempts)
        {
            cells.Read(Cell, attempt, registers: attempt.Index != 5);
        }

        Assert.Equal([attempts[3], attempts[4]], cells.Replace(2, [], [Write(5)]));

        // The same value again, or none where it was zero, outdates those only that read the value between.
        Attempt again = new(4);
        cells.Read(Cell, again, registers: true);
        Assert.Equal([attempts[3]], cells.Replace(2, [Write(5)], [Write(5)]));
        Assert.Equal([again], cells.Replace(2, [Write(5)], []));
        attempts.ToList().ForEach(attempt => attempt.Dispose());
        again.Dispose();
    }

    private static StateChange Write(int value) => new(Cell.Kind, Cell.Owner, Cell.Key, default, value);

    private static Felt Read(VersionedCells cells, int index)
    {
        using Attempt attempt = new(index);
        return cells.Read(Cell, attempt, registers: true);
    }
}
