using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.State.Journal;
using Xunit;

namespace Kraken.State.Tests;

/// <summary>One enumeration of a diff's cells serves all who apply it: they agree, and the diff comes back from its effects.</summary>
public sealed class StateDiffLawTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void ADiffComesBackFromTheStateThatItWasAppliedTo(int seed)
    {
        Random random = new(seed);
        for (int i = 0; i < 50; i++)
        {
            JournaledState before = Before();
            StateDiff diff = Diff(random);
            JournaledState after = Written(before, diff);
            Assert.Equal(StateDiffHash.Compute(diff), StateDiffHash.Compute(StateDiffs.Of(after.Changes())));
            Assert.Equal(diff.Length, diff.Cells().Count());
            DiffOverlay overlay = new(before, diff);
            foreach (CellValue cell in diff.Cells())
            {
                Assert.Equal(cell.Value, Read(after, cell));
                Assert.Equal(cell.Value, Read(overlay, cell));
                CellValue other = cell with { Owner = cell.Owner + 1000 };
                Assert.Equal(Read(before, other), Read(overlay, other));
            }
        }
    }

    [Fact]
    public void EveryListHasItsCellsAndClassesOfCairo0HaveNone()
    {
        StateDiff diff = new()
        {
            StorageDiffs = [new(1, [new(2, 3), new(4, 5)]), new(6, [])],
            DeployedContracts = [new(7, 8)],
            ReplacedClasses = [new(9, 10)],
            DeclaredClasses = [new(11, 12)],
            MigratedClasses = [new(13, 14)],
            DeprecatedDeclaredClasses = [15],
            Nonces = [new(16, 17)],
        };
        Assert.Equal(
            [
                new(CellKind.Storage, 1, 2, 3), new(CellKind.Storage, 1, 4, 5), new(CellKind.Nonce, 16, 0, 17),
                new(CellKind.ClassHash, 7, 0, 8), new(CellKind.ClassHash, 9, 0, 10),
                new(CellKind.CompiledClass, 11, 0, 12), new(CellKind.CompiledClass, 13, 0, 14),
            ],
            diff.Cells());
        Assert.Empty(StateDiff.Empty.Cells());
    }

    private static JournaledState Written(IStateReader before, StateDiff diff)
    {
        JournaledState state = new(before);
        foreach (CellValue cell in diff.Cells())
        {
            switch (cell.Kind)
            {
                case CellKind.Storage: state.SetStorage(cell.Owner, cell.Key, cell.Value); break;
                case CellKind.Nonce: state.SetNonce(cell.Owner, cell.Value); break;
                case CellKind.ClassHash: state.SetClassHash(cell.Owner, cell.Value); break;
                default: state.SetCompiledClassHash(cell.Owner, cell.Value); break;
            }
        }

        return state;
    }

    private static Felt Read(IStateReader state, CellValue cell) => cell.Kind switch
    {
        CellKind.Storage => state.StorageAt(cell.Owner, cell.Key),
        CellKind.Nonce => state.NonceAt(cell.Owner),
        CellKind.ClassHash => state.ClassHashAt(cell.Owner),
        _ => state.CompiledClassHashOf(cell.Owner),
    };

    // Contracts 1 to 9 and classes 1 to 9 are there.
    private static JournaledState Before()
    {
        JournaledState state = new(EmptyState.Instance);
        for (ulong i = 1; i < 10; i++)
        {
            state.SetClassHash(i, 500);
            state.SetCompiledClassHash(i, 600);
            state.SetStorage(i, i, 700);
        }

        return state;
    }

    private static StateDiff Diff(Random random)
    {
        Felt[] Some(int from, int to) =>
            [.. Enumerable.Range(from, to - from).Where(_ => random.Next(3) == 0).Select(value => (Felt)value)];
        Felt Value() => (Felt)random.Next(1000, 2000);
        IEnumerable<StorageEntry> Entries() => Some(1, 12).Select(key => new StorageEntry(key, Value()));
        return new StateDiff
        {
            StorageDiffs =
            [
                .. Some(1, 20).Select(contract => new ContractStorageDiff(contract, [.. Entries()])).Where(item => item.Entries.Length > 0),
            ],
            DeployedContracts = [.. Some(10, 20).Select(contract => new ContractClass(contract, Value()))],
            ReplacedClasses = [.. Some(1, 10).Select(contract => new ContractClass(contract, Value()))],
            DeclaredClasses = [.. Some(10, 20).Select(hash => new DeclaredClass(hash, Value()))],
            MigratedClasses = [.. Some(1, 10).Select(hash => new DeclaredClass(hash, Value()))],
            Nonces = [.. Some(1, 20).Select(contract => new NonceUpdate(contract, Value()))],
        };
    }
}
