using System.Linq;
using System.Numerics;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;
using Xunit;

namespace Kraken.Cairo.Hints.Tests.Cairo0;

/// <summary>
/// What hints keep beside the machine's memory is bounded too: a loop of a few words would fill the computer's otherwise.
/// </summary>
public sealed class HintMemoryTests
{
    private const int Entries = 1000;

    [Fact]
    public void ScopesWithinOneAnotherAreBounded()
    {
        LibraryHint hint = new("");
        while (hint.Scopes.Count < HintScopes.MostScopes)
        {
            hint.Run("VM_ENTER_SCOPE");
        }

        Assert.Equal("EnterScopeError", hint.Failure("VM_ENTER_SCOPE"));
        hint.Run("VM_EXIT_SCOPE").Run("VM_ENTER_SCOPE");
        Assert.Equal("EnterScopeError", hint.Failure("VM_ENTER_SCOPE"));
    }

    [Fact]
    public void ACopyOfADictionaryCountsAsCells()
    {
        CountedCells cells = new();
        LibraryHint hint = new(cells, "dict_accesses_end");
        hint.Scopes.Set(
            HintDictionaries.Initial,
            Enumerable.Range(0, Entries).ToDictionary(key => (MaybeRelocatable)(Felt)key, key => (MaybeRelocatable)Felt.One));
        hint.Run("DICT_NEW");
        hint.With("dict_accesses_end", hint.Memory.Get(hint.Ap));
        long before = cells.Taken;
        for (int copies = 1; copies <= 3; copies++)
        {
            hint.Run("DICT_SQUASH_COPY_DICT");
            Assert.Equal(3 * Entries * copies, cells.Taken - before);
        }
    }

    [Fact]
    public void TheIndexOfAccessesCountsAsCells()
    {
        CountedCells cells = new();
        LibraryHint hint = new(cells, "dict_accesses ptr_diff n_accesses big_keys first_key");
        Relocatable accesses = hint.Memory.AddSegment();
        hint.Memory.Load(accesses, Enumerable.Repeat(Felt.One, 3 * Entries).ToArray());
        hint.With("dict_accesses", (MaybeRelocatable)accesses).With("ptr_diff", 3 * Entries).With("n_accesses", Entries)
            .With("big_keys", BigInteger.Zero).With("first_key", BigInteger.One);
        long before = cells.Taken;
        hint.Run("SQUASH_DICT");
        Assert.Equal(3 * Entries, cells.Taken - before);
    }

    [Fact]
    public void NoRoomIsTakenForCellsThatAreNotThere()
    {
        VmMemory memory = new();
        Relocatable start = memory.AddSegment();
        memory.Insert(start, Felt.One);
        long before = System.GC.GetAllocatedBytesForCurrentThread();
        VmException missing = Assert.Throws<VmException>(() => memory.GetFelts(start, int.MaxValue));
        Assert.Contains($"{start + 1}", missing.Message, System.StringComparison.Ordinal);
        Assert.InRange(System.GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Equal([Felt.One], memory.GetFelts(start, 1));
        Assert.Empty(memory.GetFelts(start, 0));
    }

    private sealed class CountedCells : IRunLimits
    {
        public long Taken { get; private set; }

        public void Check()
        {
            // Cells alone are counted here.
        }

        public void Allocate(long cells) => Taken += cells;

        public void Free(long cells) => Taken -= cells;
    }
}
