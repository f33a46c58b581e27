using System;
using System.Collections.Generic;
using System.Numerics;
using Kraken.Casm.Building;
using Kraken.Casm.Hints;
using Kraken.Fields;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToCasm.Libfuncs;

/// <summary>Code that proves bounds of values by range checks.</summary>
internal static class RangeValidation
{
    private static readonly BigInteger Limit = IntegerRange.UInt128Limit;

    /// <summary>What this family emits, by generic library function.</summary>
    public static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("bytes31_try_from_felt252", static c => WideFromFelt(c, 248)),
        new("class_hash_try_from_felt252", static c => WideFromFelt(c, 251)),
        new("contract_address_try_from_felt252", static c => WideFromFelt(c, 251)),
        new("storage_address_try_from_felt252", static c => WideFromFelt(c, 251)),
    ];

    /// <summary>Proves that a small value is below a bound.</summary>
    public static void Below(CasmBuilder c, Var rangeCheck, Var value, BigInteger bound) =>
        c.Write(rangeCheck, c.MaybeTemp(value + (Limit - bound)));

    /// <summary>Proves that a small value is at least a bound.</summary>
    public static void AtLeast(CasmBuilder c, Var rangeCheck, Var value, BigInteger bound) =>
        c.Write(rangeCheck, c.MaybeTemp(value - bound));

    /// <summary>
    /// Proves that value &lt; limit by value = x * A + y with limit = A * (2^128 - k) + B, y below 2^128 + B -
    /// 2^128, and x at most 2^128 - 1 (four cells, k = 1).
    /// </summary>
    public static void BelowWideLimit(CasmBuilder c, BigInteger limit, Var value, Var rangeCheck, ReadOnlySpan<Var> cells)
    {
        (Var scalar, Var fix) = Split(c, limit, Limit - 1);
        (Var x, Var y, Var part, Var fixedY) = (cells[0], cells[1], cells[2], cells[3]);
        c.Hint(new LinearSplit(c.In(value), c.In(scalar), c.In(c.Const(Limit - 1)), c.Out(x), c.Out(y)));
        c.Assert(part, x * scalar);
        c.Assert(value, part + y);
        c.Write(rangeCheck, x);
        c.Write(rangeCheck, y);
        c.Assert(fixedY, y + fix);
        c.Write(rangeCheck, fixedY);
    }

    /// <summary>As <see cref="BelowWideLimit"/> with k = 2 (five cells): x must differ from 2^128 - 1, which leaves to "Done".</summary>
    public static void BelowWideLimitExclusive(CasmBuilder c, BigInteger limit, Var value, Var rangeCheck, ReadOnlySpan<Var> cells)
    {
        (Var scalar, Var fix) = Split(c, limit, Limit - 2);
        (Var x, Var y, Var part, Var fixedY, Var difference) = (cells[0], cells[1], cells[2], cells[3], cells[4]);
        c.Hint(new LinearSplit(c.In(value), c.In(scalar), c.In(c.Const(Limit - 2)), c.Out(x), c.Out(y)));
        c.Assert(part, x * scalar);
        c.Assert(value, part + y);
        c.Write(rangeCheck, y);
        c.Assert(fixedY, y + fix);
        c.Write(rangeCheck, fixedY);
        c.Write(rangeCheck, x);
        c.Assert(difference, x - (Limit - 1));
        c.JumpIfNotZero(difference, "Done");
        c.Fail();
    }

    /// <summary>Allocates cells for one of the proofs.</summary>
    public static Var[] Cells(CasmBuilder c, int count)
    {
        Var[] cells = new Var[count];
        for (int i = 0; i < count; i++)
        {
            cells[i] = c.Temp();
        }

        return cells;
    }

    /// <summary>Narrows a field element to an unsigned type of more than 128 bits.</summary>
    public static Emission WideFromFelt(InvocationContext context, int bits)
    {
        BigInteger bound = BigInteger.One << bits;
        CasmBuilder c = new();
        Var rangeCheck = context.Buffer(c, 0, 2);
        Var value = context.Deref(c, 1);
        Var[] cells = Cells(c, 4);
        Var limit = c.Const(bound);
        Var valid = c.Temp();
        c.Hint(new TestLessThan(c.In(value), c.In(limit), c.Out(valid)));
        c.JumpIfNotZero(valid, "Valid");
        Var shifted = c.Temp(value - limit);
        BelowWideLimit(c, Felt.Modulus - bound, shifted, rangeCheck, cells);
        c.Jump("TooLarge");
        c.Label("Valid");
        BelowWideLimit(c, bound, value, rangeCheck, cells);
        return context.Finish(c, InvocationContext.Falls([rangeCheck], [value]), InvocationContext.Leaves("TooLarge", [[rangeCheck]]));
    }

    /// <summary>Narrows a field element to a range of at most 2^128 values.</summary>
    public static Emission FromFelt(InvocationContext context, IntegerRange range)
    {
        CasmBuilder c = new();
        Var rangeCheck = context.Buffer(c, 0, 0);
        Var value = context.Deref(c, 1);
        Var size = c.Const(range.Size);
        Var canonical = value + -range.Lower;
        Var inRange = c.Temp();
        c.Hint(new TestLessThan(c.In(canonical), c.In(size), c.Out(inRange)));
        c.JumpIfNotZero(inRange, "InRange");
        Var shifted = c.MaybeTemp(value - range.Upper);
        BelowWideLimitExclusive(c, Felt.Modulus - range.Size, shifted, rangeCheck, Cells(c, 5));
        c.Label("InRange");
        c.Write(rangeCheck, c.MaybeTemp(value + -range.Lower));
        if (range.Size < Limit)
        {
            c.Write(rangeCheck, c.MaybeTemp(value + (Limit - range.Upper)));
        }

        return context.Finish(c, InvocationContext.Falls([rangeCheck], [value]), InvocationContext.Leaves("Done", [[rangeCheck]]));
    }

    private static (Var Scalar, Var Fix) Split(CasmBuilder c, BigInteger limit, BigInteger divisor)
    {
        BigInteger scalar = BigInteger.DivRem(limit, divisor, out BigInteger rest);
        return scalar <= rest ? (c.Const(scalar), c.Const(Limit - rest)) : throw new CasmBuildException("bound without a proof");
    }
}
