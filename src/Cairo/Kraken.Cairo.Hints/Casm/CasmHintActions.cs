using System;
using Kraken.Casm.Hints;

namespace Kraken.Cairo.Hints.Casm;

/// <summary>What the runner does at each hint of compiled classes.</summary>
internal static class CasmHintActions
{
    /// <summary>The action; one that fails for a hint unknown here.</summary>
    public static Action<CasmHintContext> Of(Hint hint) =>
        OfInteger(hint) ?? OfDict(hint) ?? OfField(hint) ?? OfMemory(hint) ?? (_ => throw CasmHints.Unsupported(hint));

    private static Action<CasmHintContext>? OfInteger(Hint hint) => hint switch
    {
        TestLessThan h => c => IntegerActions.TestLessThan(c, h),
        TestLessThanOrEqual h => c => IntegerActions.TestLessThanOrEqual(c, h),
        TestLessThanOrEqualAddress h => c => IntegerActions.TestLessThanOrEqualAddress(c, h),
        WideMul128 h => c => IntegerActions.WideMul128(c, h),
        DivMod h => c => IntegerActions.DivMod(c, h),
        Uint256DivMod h => c => IntegerActions.Uint256DivMod(c, h),
        Uint512DivModByUint256 h => c => IntegerActions.Uint512DivModByUint256(c, h),
        SquareRoot h => c => IntegerActions.SquareRoot(c, h),
        Uint256SquareRoot h => c => IntegerActions.Uint256SquareRoot(c, h),
        LinearSplit h => c => IntegerActions.LinearSplit(c, h),
        U256InvModN h => c => IntegerActions.U256InvModN(c, h),
        EvalCircuit h => c => CircuitActions.Eval(c, h),
        _ => null,
    };

    private static Action<CasmHintContext>? OfDict(Hint hint) => hint switch
    {
        AllocFelt252Dict h => c => DictActions.Alloc(c, h),
        Felt252DictEntryInit h => c => DictActions.EntryInit(c, h),
        Felt252DictEntryUpdate h => c => DictActions.EntryUpdate(c, h),
        Felt252DictRead h => c => DictActions.Read(c, h),
        Felt252DictWrite h => c => DictActions.Write(c, h),
        GetSegmentArenaIndex h => c => DictActions.ArenaIndex(c, h),
        InitSquashData h => c => DictActions.InitSquash(c, h),
        GetCurrentAccessIndex h => c => DictActions.CurrentAccessIndex(c, h),
        ShouldSkipSquashLoop h => c => DictActions.ShouldSkip(c, h),
        GetCurrentAccessDelta h => c => DictActions.AccessDelta(c, h),
        ShouldContinueSquashLoop h => c => DictActions.ShouldContinue(c, h),
        GetNextDictKey h => c => DictActions.NextKey(c, h),
        AssertCurrentAccessIndicesIsEmpty => DictActions.AssertAccessesWalked,
        AssertAllAccessesUsed h => c => DictActions.AssertAllAccessesUsed(c, h),
        AssertAllKeysUsed => DictActions.AssertAllKeysUsed,
        _ => null,
    };

    private static Action<CasmHintContext>? OfField(Hint hint) => hint switch
    {
        AssertLeFindSmallArcs h => c => FieldActions.FindSmallArcs(c, h),
        AssertLeIsFirstArcExcluded h => c => FieldActions.IsFirstArcExcluded(c, h),
        AssertLeIsSecondArcExcluded h => c => FieldActions.IsSecondArcExcluded(c, h),
        AssertLeAssertThirdArcExcluded => FieldActions.AssertThirdArcExcluded,
        AssertLtAssertValidInput h => c => FieldActions.AssertLtValid(c, h),
        RandomEcPoint h => c => FieldActions.RandomEcPoint(c, h),
        FieldSqrt h => c => FieldActions.FieldSqrt(c, h),
        _ => null,
    };

    private static Action<CasmHintContext>? OfMemory(Hint hint) => hint switch
    {
        AllocSegment h => c => MemoryActions.AllocSegment(c, h),
        AllocConstantSize h => c => MemoryActions.AllocConstantSize(c, h),
        DebugPrint h => c => MemoryActions.DebugPrint(c, h),
        SystemCall h => c => MemoryActions.SystemCall(c, h),
        Cheatcode h => c => MemoryActions.Cheatcode(c, h),
        AddRelocationRule h => c => MemoryActions.AddRelocationRule(c, h),
        ExternalHint h => c => MemoryActions.External(c, h),
        _ => null,
    };
}
