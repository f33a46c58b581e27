using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Casm.Hints;
using Kraken.Fields;

namespace Kraken.Cairo.Hints.Casm;

/// <summary>Hints of dictionaries and of their squashing.</summary>
internal static class DictActions
{
    private const int AccessCells = 3;

    public static void Alloc(CasmHintContext c, AllocFelt252Dict h)
    {
        Relocatable arena = c.Pointer(h.SegmentArenaPtr);
        if (!c.Memory.GetFelt(CellArithmetic.Checked(arena, -2)).TryToUInt64(out ulong count) || count > int.MaxValue)
        {
            throw new HintException("CustomHint", "Invalid number of dictionaries.");
        }

        Relocatable infos = c.Memory.GetAddress(CellArithmetic.Checked(arena, -3));
        c.Memory.Insert(infos + (AccessCells * (long)count), c.Dicts.Add(c.Memory));
    }

    public static void EntryInit(CasmHintContext c, Felt252DictEntryInit h)
    {
        Relocatable access = c.Pointer(h.DictPtr);
        c.Memory.Insert(access + 1, c.Dicts.Get(access, c.Value(h.Key)));
    }

    public static void EntryUpdate(CasmHintContext c, Felt252DictEntryUpdate h)
    {
        Relocatable end = c.Pointer(h.DictPtr);
        c.Dicts.Set(end, c.Memory.GetFelt(CellArithmetic.Checked(end, -AccessCells)), c.Content(h.Value));
    }

    public static void Read(CasmHintContext c, Felt252DictRead h) => c.Write(h.ValueDst, c.Dicts.Get(c.Pointer(h.DictPtr), c.Value(h.Key)));

    public static void Write(CasmHintContext c, Felt252DictWrite h)
    {
        Relocatable access = c.Pointer(h.DictPtr);
        Felt key = c.Value(h.Key);
        MaybeRelocatable value = c.Content(h.Value);
        c.Memory.Insert(access + 1, c.Dicts.Get(access, key));
        c.Dicts.Set(access, key, value);
    }

    public static void ArenaIndex(CasmHintContext c, GetSegmentArenaIndex h)
    {
        int index = c.Dicts.Finish(c.Pointer(h.DictEndPtr));
        c.Write(h.DictIndex, (Felt)index);
    }

    public static void InitSquash(CasmHintContext c, InitSquashData h)
    {
        Relocatable accesses = c.Pointer(h.DictAccesses);
        int count = c.Count(h.NAccesses);
        var squash = new DictSquash();
        for (int i = 0; i < count; i++)
        {
            squash.Add(c.Memory.GetFelt(accesses + ((long)i * AccessCells)), i);
        }

        squash.Start();
        c.Squash = squash;
        c.Write(h.BigKeys, !squash.LargestKey.TryToUInt128(out _));
        c.Write(h.FirstKey, squash.CurrentKey);
    }

    public static void CurrentAccessIndex(CasmHintContext c, GetCurrentAccessIndex h) =>
        c.Memory.Insert(c.Pointer(h.RangeCheckPtr), (Felt)Squash(c).CurrentAccesses.Peek());

    public static void ShouldSkip(CasmHintContext c, ShouldSkipSquashLoop h) =>
        c.Write(h.ShouldSkipLoop, Squash(c).CurrentAccesses.Count <= 1);

    public static void AccessDelta(CasmHintContext c, GetCurrentAccessDelta h) =>
        c.Write(h.IndexDeltaMinus1, (Felt)(Squash(c).NextAccess() - 1));

    public static void ShouldContinue(CasmHintContext c, ShouldContinueSquashLoop h) =>
        c.Write(h.ShouldContinue, Squash(c).CurrentAccesses.Count > 1);

    public static void NextKey(CasmHintContext c, GetNextDictKey h)
    {
        Squash(c).NextKey();
        c.Write(h.NextKey, Squash(c).CurrentKey);
    }

    public static void AssertAccessesWalked(CasmHintContext c) =>
        Require(Squash(c).CurrentAccesses.Count <= 1, "CurrentAccessIndicesNotEmpty", "current access indices are left");

    public static void AssertAllAccessesUsed(CasmHintContext c, AssertAllAccessesUsed h) => Require(
        c.Memory.GetFelt(c.Address(h.NUsedAccesses)) == Squash(c).CountOf(Squash(c).CurrentKey),
        "NumUsedAccessesAssertFail",
        "the number of used accesses differs from the key's accesses");

    public static void AssertAllKeysUsed(CasmHintContext c) => Require(Squash(c).IsDone, "KeysNotEmpty", "keys are left");

    private static DictSquash Squash(CasmHintContext c) =>
        c.Squash ?? throw new HintException("VariableNotInScopeError", "no dictionary is being squashed");

    private static void Require(bool condition, string code, string message)
    {
        if (!condition)
        {
            throw new HintException(code, message);
        }
    }
}
