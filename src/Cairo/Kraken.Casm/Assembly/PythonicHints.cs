using Kraken.Casm.Hints;
using Kraken.Casm.Operands;

namespace Kraken.Casm.Assembly;

/// <summary>The Python rendering of hints in the text form of CASM, the form in which Cairo tools show and compare programs.</summary>
internal static class PythonicHints
{
    /// <summary>Renders a hint; those of several lines mostly begin with a line break.</summary>
    public static string Render(Hint hint) => hint switch
    {
        AllocSegment h => $"memory{h.Dst} = segments.add()",
        TestLessThan h => $"memory{h.Dst} = {Int(h.Lhs)} < {Int(h.Rhs)}",
        TestLessThanOrEqual h => $"memory{h.Dst} = {Int(h.Lhs)} <= {Int(h.Rhs)}",
        TestLessThanOrEqualAddress h => $"memory{h.Dst} = {Address(h.Lhs)} <= {Address(h.Rhs)}",
        WideMul128 h => $"(memory{h.High}, memory{h.Low}) = divmod({Int(h.Lhs)} * {Int(h.Rhs)}, 2**128)",
        DivMod h => $"(memory{h.Quotient}, memory{h.Remainder}) = divmod({Int(h.Lhs)}, {Int(h.Rhs)})",
        ShouldSkipSquashLoop h => $"memory{h.ShouldSkipLoop} = 0 if current_access_indices else 1",
        ShouldContinueSquashLoop h => $"memory{h.ShouldContinue} = 1 if current_access_indices else 0",
        AssertLeIsFirstArcExcluded h => $"memory{h.SkipExcludeAFlag} = 1 if excluded != 0 else 0",
        AssertLeIsSecondArcExcluded h => $"memory{h.SkipExcludeBMinusA} = 1 if excluded != 1 else 0",
        AllocFelt252Dict h => Render(h),
        Felt252DictEntryInit h => Render(h),
        Felt252DictEntryUpdate h => Render(h),
        Uint256DivMod h => Render(h),
        Uint512DivModByUint256 h => Render(h),
        SquareRoot h => Render(h),
        Uint256SquareRoot h => Render(h),
        LinearSplit h => Render(h),
        RandomEcPoint h => Render(h),
        FieldSqrt h => Render(h),
        GetCurrentAccessIndex h => Render(h),
        GetCurrentAccessDelta h => Render(h),
        GetNextDictKey h => Render(h),
        GetSegmentArenaIndex h => Render(h),
        InitSquashData h => Render(h),
        AssertLeFindSmallArcs h => Render(h),
        DebugPrint h => Render(h),
        AllocConstantSize h => Render(h),
        U256InvModN h => Render(h),
        EvalCircuit h => Render(h),
        SystemCall h => $"syscall_handler.syscall(syscall_ptr={Address(h.System)})",
        Cheatcode => "raise NotImplementedError(\"Cheatcode\")",
        AddRelocationRule h => $"memory.add_relocation_rule(src_ptr={Address(h.Src)}, dest_ptr={Address(h.Dst)})",
        WriteRunParam h => $"WriteRunParam {{ dst: {h.Dst}, index: {Int(h.Index)} }}",
        AddMarker h => $"AddMarker {{ start: {Address(h.Start)}, end: {Address(h.End)} }}",
        AddTrace h => $"AddTrace {{ flag: {Int(h.Flag)} }}",
        _ => hint.ToString(),
    };

    private static string Int(ResOperand operand) => operand switch
    {
        DoubleDeref d => $"memory[memory{d.Cell} + {d.Offset}]",
        BinOp b => $"(memory{b.A} {(b.Operation == CellOperation.Add ? '+' : '*')} {Second(b.B)}) % PRIME",
        Deref d => $"memory{d.Cell}",
        _ => operand.ToString(),
    };

    private static string Address(ResOperand operand) => operand is BinOp b
        ? $"memory{b.A} {(b.Operation == CellOperation.Add ? '+' : '*')} {Second(b.B)}"
        : Int(operand);

    private static string Second(DerefOrImmediate operand) => operand is Deref d ? $"memory{d.Cell}" : operand.ToString();

    private static string Render(AllocFelt252Dict h) => $$"""

        if '__dict_manager' not in globals():
            from starkware.cairo.common.dict import DictManager
            __dict_manager = DictManager()

        if '__segment_index_to_arena_index' not in globals():
            # A map from the relocatable value segment index to the index in the
            # arena.
            __segment_index_to_arena_index = {}

        # {{Address(h.SegmentArenaPtr)}} is the address of the next SegmentArenaBuiltin.
        # memory[{{Address(h.SegmentArenaPtr)}} - 2] is the number of allocated segments.
        index = memory[{{Address(h.SegmentArenaPtr)}} - 2]

        segment_start = __dict_manager.new_default_dict(
            segments, 0, temp_segment=index > 0
        )

        # Update '__segment_index_to_arena_index'.
        __segment_index_to_arena_index[segment_start.segment_index] = index

        # Update 'SegmentInfo::start'.
        # memory[{{Address(h.SegmentArenaPtr)}} - 3] is the address of the segment arena infos
        # segment. index * 3 is added to get the address of the new SegmentInfo.
        memory[memory[{{Address(h.SegmentArenaPtr)}} - 3] + index * 3] = segment_start

        """;

    private static string Render(Felt252DictEntryInit h) => $$"""

        dict_tracker = __dict_manager.get_tracker({{Address(h.DictPtr)}})
        dict_tracker.current_ptr += 3
        memory[{{Address(h.DictPtr)}} + 1] = dict_tracker.data[{{Int(h.Key)}}]

        """;

    private static string Render(Felt252DictEntryUpdate h) => $$"""

        dict_tracker = __dict_manager.get_tracker({{Address(h.DictPtr)}})
        dict_tracker.data[memory[{{Address(h.DictPtr)}} - 3]] = {{Int(h.Value)}}

        """;

    private static string Render(Uint256DivMod h) => $$"""

        dividend = {{Int(h.Dividend0)}} + {{Int(h.Dividend1)}} * 2**128
        divisor = {{Int(h.Divisor0)}} + {{Int(h.Divisor1)}} * 2**128
        quotient, remainder = divmod(dividend, divisor)
        memory{{h.Quotient0}} = quotient & 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF
        memory{{h.Quotient1}} = quotient >> 128
        memory{{h.Remainder0}} = remainder & 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF
        memory{{h.Remainder1}} = remainder >> 128

        """;

    private static string Render(Uint512DivModByUint256 h) => $$"""

        dividend = {{Int(h.Dividend0)}} + {{Int(h.Dividend1)}} * 2**128 + {{Int(h.Dividend2)}} * 2**256 + {{Int(h.Dividend3)}} * 2**384
        divisor = {{Int(h.Divisor0)}} + {{Int(h.Divisor1)}} * 2**128
        quotient, remainder = divmod(dividend, divisor)
        memory{{h.Quotient0}} = quotient & 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF
        memory{{h.Quotient1}} = (quotient >> 128) & 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF
        memory{{h.Quotient2}} = (quotient >> 256) & 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF
        memory{{h.Quotient3}} = quotient >> 384
        memory{{h.Remainder0}} = remainder & 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF
        memory{{h.Remainder1}} = remainder >> 128

        """;

    private static string Render(SquareRoot h) => $$"""

        import math
        memory{{h.Dst}} = math.isqrt({{Int(h.Value)}})

        """;

    private static string Render(Uint256SquareRoot h) => $$"""

        import math;
        value = {{Int(h.ValueLow)}} + {{Int(h.ValueHigh)}} * 2**128
        root = math.isqrt(value)
        remainder = value - root ** 2
        memory{{h.Sqrt0}} = root & 0xFFFFFFFFFFFFFFFF
        memory{{h.Sqrt1}} = root >> 64
        memory{{h.RemainderLow}} = remainder & 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF
        memory{{h.RemainderHigh}} = remainder >> 128
        memory{{h.SqrtMul2MinusRemainderGeU128}} = root * 2 - remainder >= 2**128

        """;

    private static string Render(LinearSplit h) => $$"""

        (value, scalar) = ({{Int(h.Value)}}, {{Int(h.Scalar)}})
        x = min(value // scalar, {{Int(h.MaxX)}})
        y = value - x * scalar
        memory{{h.X}} = x
        memory{{h.Y}} = y

        """;

    private static string Render(RandomEcPoint h) => $$"""

        from starkware.crypto.signature.signature import ALPHA, BETA, FIELD_PRIME
        from starkware.python.math_utils import random_ec_point
        (memory{{h.X}}, memory{{h.Y}}) = random_ec_point(FIELD_PRIME, ALPHA, BETA)

        """;

    private static string Render(FieldSqrt h) => $$"""

        from starkware.crypto.signature.signature import FIELD_PRIME
        from starkware.python.math_utils import is_quad_residue, sqrt

        val = {{Int(h.Val)}}
        if is_quad_residue(val, FIELD_PRIME):
            memory{{h.Sqrt}} = sqrt(val, FIELD_PRIME)
        else:
            memory{{h.Sqrt}} = sqrt(val * 3, FIELD_PRIME)

        """;

    private static string Render(GetCurrentAccessIndex h) => $$"""

        current_access_indices = sorted(access_indices[key])[::-1]
        current_access_index = current_access_indices.pop()
        memory[{{Address(h.RangeCheckPtr)}}] = current_access_index

        """;

    private static string Render(GetCurrentAccessDelta h) => $$"""

        new_access_index = current_access_indices.pop()
        memory{{h.IndexDeltaMinus1}} = new_access_index - current_access_index - 1
        current_access_index = new_access_index

        """;

    private static string Render(GetNextDictKey h) => $$"""
        assert len(keys) > 0, 'No keys left but remaining_accesses > 0.'
        memory{{h.NextKey}} = key = keys.pop()

        """;

    private static string Render(GetSegmentArenaIndex h) => $$"""

        memory{{h.DictIndex}} = __segment_index_to_arena_index[
            {{Address(h.DictEndPtr)}}.segment_index
        ]

        """;

    private static string Render(InitSquashData h) => $$"""

        dict_access_size = 3
        address = {{Address(h.DictAccesses)}}
        assert {{Int(h.PtrDiff)}} % dict_access_size == 0, 'Accesses array size must be divisible by DictAccess.SIZE'
        n_accesses = {{Int(h.NAccesses)}}
        if '__squash_dict_max_size' in globals():
            assert n_accesses <= __squash_dict_max_size, f'squash_dict() can only be used with n_accesses<={__squash_dict_max_size}. ' f'Got: n_accesses={n_accesses}.'
        # A map from key to the list of indices accessing it.
        access_indices = {}
        for i in range(n_accesses):
            key = memory[address + dict_access_size * i]
            access_indices.setdefault(key, []).append(i)
        # Descending list of keys.
        keys = sorted(access_indices.keys(), reverse=True)
        # Are the keys used bigger than range_check bound.
        memory{{h.BigKeys}} = 1 if keys[0] >= range_check_builtin.bound else 0
        memory{{h.FirstKey}} = key = keys.pop()

        """;

    private static string Render(AssertLeFindSmallArcs h) => $$"""

        import itertools

        from starkware.cairo.common.math_utils import assert_integer
        assert_integer({{Int(h.A)}})
        assert_integer({{Int(h.B)}})
        a = {{Int(h.A)}} % PRIME
        b = {{Int(h.B)}} % PRIME
        assert a <= b, f'a = {a} is not less than or equal to b = {b}.'

        # Find an arc less than PRIME / 3, and another less than PRIME / 2.
        lengths_and_indices = [(a, 0), (b - a, 1), (PRIME - 1 - b, 2)]
        lengths_and_indices.sort()
        assert lengths_and_indices[0][0] <= PRIME // 3 and lengths_and_indices[1][0] <= PRIME // 2
        excluded = lengths_and_indices[2][1]

        memory[{{Address(h.RangeCheckPtr)}} + 1], memory[{{Address(h.RangeCheckPtr)}} + 0] = (
            divmod(lengths_and_indices[0][0], 3544607988759775765608368578435044694))
        memory[{{Address(h.RangeCheckPtr)}} + 3], memory[{{Address(h.RangeCheckPtr)}} + 2] = (
            divmod(lengths_and_indices[1][0], 5316911983139663648412552867652567041))

        """;

    private static string Render(DebugPrint h) => $$"""

        curr = {{Address(h.Start)}}
        end = {{Address(h.End)}}
        while curr != end:
            print(hex(memory[curr]))
            curr += 1

        """;

    private static string Render(AllocConstantSize h) => $$"""

        if '__boxed_segment' not in globals():
            __boxed_segment = segments.add()
        memory{{h.Dst}} = __boxed_segment
        __boxed_segment += {{Int(h.Size)}}

        """;

    private static string Render(U256InvModN h) => $$"""

        from starkware.python.math_utils import igcdex

        b = {{Int(h.B0)}} + ({{Int(h.B1)}} << 128)
        n = {{Int(h.N0)}} + ({{Int(h.N1)}} << 128)

        (_, r, g) = igcdex(n, b)
        if n == 1:
            memory{{h.G0OrNoInv}} = 1
            memory{{h.G1Option}} = 0
            memory{{h.SOrR0}} = {{Int(h.B0)}}
            memory{{h.SOrR1}} = {{Int(h.B1)}}
            memory{{h.TOrK0}} = 1
            memory{{h.TOrK1}} = 0
        elif g != 1:
            if g % 2 == 0:
                g = 2
            s = b // g
            t = n // g
            memory{{h.G0OrNoInv}} = g & 0xffffffffffffffffffffffffffffffff
            memory{{h.G1Option}} = g >> 128
            memory{{h.SOrR0}} = s & 0xffffffffffffffffffffffffffffffff
            memory{{h.SOrR1}} = s >> 128
            memory{{h.TOrK0}} = t & 0xffffffffffffffffffffffffffffffff
            memory{{h.TOrK1}} = t >> 128
        else:
            r %= n
            k = (r * b - 1) // n
            memory{{h.G0OrNoInv}} = 0
            memory{{h.SOrR0}} = r & 0xffffffffffffffffffffffffffffffff
            memory{{h.SOrR1}} = r >> 128
            memory{{h.TOrK0}} = k & 0xffffffffffffffffffffffffffffffff
            memory{{h.TOrK1}} = k >> 128

        """;

    private static string Render(EvalCircuit h) => $$"""

        from starkware.cairo.lang.builtins.modulo.mod_builtin_runner import ModBuiltinRunner

        ModBuiltinRunner.fill_memory(
                memory=memory,
                add_mod=({{Address(h.AddModBuiltin)}}, builtin_runners["add_mod_builtin"], {{Int(h.NAddMods)}}),
                mul_mod=({{Address(h.MulModBuiltin)}}, builtin_runners["mul_mod_builtin"], {{Int(h.NMulMods)}}),
        )

        """;
}
