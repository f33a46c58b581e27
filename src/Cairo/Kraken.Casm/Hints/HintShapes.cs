using System.Collections.Frozen;

namespace Kraken.Casm.Hints;

/// <summary>The shapes of all hints, in the order of the compiler's declaration.</summary>
internal static class HintShapes
{
    private static readonly HintShape[] All =
    [
        HintShape.Of<AllocSegment>("dst", r => new(r.Cell()), h => [h.Dst]),
        HintShape.Of<TestLessThan>("lhs rhs dst", r => new(r.Operand(), r.Operand(), r.Cell()), h => [h.Lhs, h.Rhs, h.Dst]),
        HintShape.Of<TestLessThanOrEqual>("lhs rhs dst", r => new(r.Operand(), r.Operand(), r.Cell()), h => [h.Lhs, h.Rhs, h.Dst]),
        HintShape.Of<TestLessThanOrEqualAddress>("lhs rhs dst", r => new(r.Operand(), r.Operand(), r.Cell()), h => [h.Lhs, h.Rhs, h.Dst]),
        HintShape.Of<WideMul128>(
            "lhs rhs high low",
            r => new(r.Operand(), r.Operand(), r.Cell(), r.Cell()),
            h => [h.Lhs, h.Rhs, h.High, h.Low]),
        HintShape.Of<DivMod>(
            "lhs rhs quotient remainder",
            r => new(r.Operand(), r.Operand(), r.Cell(), r.Cell()),
            h => [h.Lhs, h.Rhs, h.Quotient, h.Remainder]),
        HintShape.Of<Uint256DivMod>(
            "dividend0 dividend1 divisor0 divisor1 quotient0 quotient1 remainder0 remainder1",
            r => new(r.Operand(), r.Operand(), r.Operand(), r.Operand(), r.Cell(), r.Cell(), r.Cell(), r.Cell()),
            h => [h.Dividend0, h.Dividend1, h.Divisor0, h.Divisor1, h.Quotient0, h.Quotient1, h.Remainder0, h.Remainder1]),
        HintShape.Of<Uint512DivModByUint256>(
            "dividend0 dividend1 dividend2 dividend3 divisor0 divisor1 quotient0 quotient1 quotient2 quotient3 remainder0 remainder1",
            r => new(
                r.Operand(), r.Operand(), r.Operand(), r.Operand(), r.Operand(), r.Operand(),
                r.Cell(), r.Cell(), r.Cell(), r.Cell(), r.Cell(), r.Cell()),
            h =>
            [
                h.Dividend0, h.Dividend1, h.Dividend2, h.Dividend3, h.Divisor0, h.Divisor1,
                h.Quotient0, h.Quotient1, h.Quotient2, h.Quotient3, h.Remainder0, h.Remainder1,
            ]),
        HintShape.Of<SquareRoot>("value dst", r => new(r.Operand(), r.Cell()), h => [h.Value, h.Dst]),
        HintShape.Of<Uint256SquareRoot>(
            "value_low value_high sqrt0 sqrt1 remainder_low remainder_high sqrt_mul_2_minus_remainder_ge_u128",
            r => new(r.Operand(), r.Operand(), r.Cell(), r.Cell(), r.Cell(), r.Cell(), r.Cell()),
            h => [h.ValueLow, h.ValueHigh, h.Sqrt0, h.Sqrt1, h.RemainderLow, h.RemainderHigh, h.SqrtMul2MinusRemainderGeU128]),
        HintShape.Of<LinearSplit>(
            "value scalar max_x x y",
            r => new(r.Operand(), r.Operand(), r.Operand(), r.Cell(), r.Cell()),
            h => [h.Value, h.Scalar, h.MaxX, h.X, h.Y]),
        HintShape.Of<AllocFelt252Dict>("segment_arena_ptr", r => new(r.Operand()), h => [h.SegmentArenaPtr]),
        HintShape.Of<Felt252DictEntryInit>("dict_ptr key", r => new(r.Operand(), r.Operand()), h => [h.DictPtr, h.Key]),
        HintShape.Of<Felt252DictEntryUpdate>("dict_ptr value", r => new(r.Operand(), r.Operand()), h => [h.DictPtr, h.Value]),
        HintShape.Of<GetSegmentArenaIndex>("dict_end_ptr dict_index", r => new(r.Operand(), r.Cell()), h => [h.DictEndPtr, h.DictIndex]),
        HintShape.Of<InitSquashData>(
            "dict_accesses ptr_diff n_accesses big_keys first_key",
            r => new(r.Operand(), r.Operand(), r.Operand(), r.Cell(), r.Cell()),
            h => [h.DictAccesses, h.PtrDiff, h.NAccesses, h.BigKeys, h.FirstKey]),
        HintShape.Of<GetCurrentAccessIndex>("range_check_ptr", r => new(r.Operand()), h => [h.RangeCheckPtr]),
        HintShape.Of<ShouldSkipSquashLoop>("should_skip_loop", r => new(r.Cell()), h => [h.ShouldSkipLoop]),
        HintShape.Of<GetCurrentAccessDelta>("index_delta_minus1", r => new(r.Cell()), h => [h.IndexDeltaMinus1]),
        HintShape.Of<ShouldContinueSquashLoop>("should_continue", r => new(r.Cell()), h => [h.ShouldContinue]),
        HintShape.Of<GetNextDictKey>("next_key", r => new(r.Cell()), h => [h.NextKey]),
        HintShape.Of<AssertLeFindSmallArcs>(
            "range_check_ptr a b",
            r => new(r.Operand(), r.Operand(), r.Operand()),
            h => [h.RangeCheckPtr, h.A, h.B]),
        HintShape.Of<AssertLeIsFirstArcExcluded>("skip_exclude_a_flag", r => new(r.Cell()), h => [h.SkipExcludeAFlag]),
        HintShape.Of<AssertLeIsSecondArcExcluded>("skip_exclude_b_minus_a", r => new(r.Cell()), h => [h.SkipExcludeBMinusA]),
        HintShape.Of<RandomEcPoint>("x y", r => new(r.Cell(), r.Cell()), h => [h.X, h.Y]),
        HintShape.Of<FieldSqrt>("val sqrt", r => new(r.Operand(), r.Cell()), h => [h.Val, h.Sqrt]),
        HintShape.Of<DebugPrint>("start end", r => new(r.Operand(), r.Operand()), h => [h.Start, h.End]),
        HintShape.Of<AllocConstantSize>("size dst", r => new(r.Operand(), r.Cell()), h => [h.Size, h.Dst]),
        HintShape.Of<U256InvModN>(
            "b0 b1 n0 n1 g0_or_no_inv g1_option s_or_r0 s_or_r1 t_or_k0 t_or_k1",
            r => new(
                r.Operand(), r.Operand(), r.Operand(), r.Operand(), r.Cell(), r.Cell(), r.Cell(), r.Cell(), r.Cell(), r.Cell()),
            h => [h.B0, h.B1, h.N0, h.N1, h.G0OrNoInv, h.G1Option, h.SOrR0, h.SOrR1, h.TOrK0, h.TOrK1]),
        HintShape.Of<EvalCircuit>(
            "n_add_mods add_mod_builtin n_mul_mods mul_mod_builtin",
            r => new(r.Operand(), r.Operand(), r.Operand(), r.Operand()),
            h => [h.NAddMods, h.AddModBuiltin, h.NMulMods, h.MulModBuiltin]),
        HintShape.Of<AssertCurrentAccessIndicesIsEmpty>(string.Empty, _ => new(), _ => []),
        HintShape.Of<AssertAllAccessesUsed>("n_used_accesses", r => new(r.Cell()), h => [h.NUsedAccesses]),
        HintShape.Of<AssertAllKeysUsed>(string.Empty, _ => new(), _ => []),
        HintShape.Of<AssertLeAssertThirdArcExcluded>(string.Empty, _ => new(), _ => []),
        HintShape.Of<AssertLtAssertValidInput>("a b", r => new(r.Operand(), r.Operand()), h => [h.A, h.B]),
        HintShape.Of<Felt252DictRead>(
            "dict_ptr key value_dst", r => new(r.Operand(), r.Operand(), r.Cell()), h => [h.DictPtr, h.Key, h.ValueDst]),
        HintShape.Of<Felt252DictWrite>(
            "dict_ptr key value", r => new(r.Operand(), r.Operand(), r.Operand()), h => [h.DictPtr, h.Key, h.Value]),
        HintShape.Of<SystemCall>("system", r => new(r.Operand()), h => [h.System]),
        HintShape.Of<Cheatcode>(
            "selector input_start input_end output_start output_end",
            r => new(r.Integer(), r.Operand(), r.Operand(), r.Cell(), r.Cell()),
            h => [h.Selector, h.InputStart, h.InputEnd, h.OutputStart, h.OutputEnd]),
        HintShape.Of<AddRelocationRule>("src dst", r => new(r.Operand(), r.Operand()), h => [h.Src, h.Dst]),
        HintShape.Of<WriteRunParam>("index dst", r => new(r.Operand(), r.Cell()), h => [h.Index, h.Dst]),
        HintShape.Of<AddMarker>("start end", r => new(r.Operand(), r.Operand()), h => [h.Start, h.End]),
        HintShape.Of<AddTrace>("flag", r => new(r.Operand()), h => [h.Flag]),
    ];

    /// <summary>Shapes by the hint's JSON name.</summary>
    public static FrozenDictionary<string, HintShape> ByName { get; } = All.ToFrozenDictionary(shape => shape.Name);

    /// <summary>Shapes by the hint's record type.</summary>
    public static FrozenDictionary<System.Type, HintShape> ByType { get; } = All.ToFrozenDictionary(shape => shape.Type);
}
