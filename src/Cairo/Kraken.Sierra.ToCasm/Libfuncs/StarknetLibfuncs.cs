using System.Collections.Generic;
using System.Numerics;
using Kraken.Casm.Building;
using Kraken.Casm.Hints;
using Kraken.Fields;

namespace Kraken.Sierra.ToCasm.Libfuncs;

/// <summary>Code for the Starknet types.</summary>
internal static class StarknetLibfuncs
{
    /// <summary>What this family emits, by generic library function.</summary>
    public static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("cheatcode", Cheatcode), new("storage_base_address_from_felt252", BaseAddressFromFelt),
        new("storage_address_from_base_and_offset", AddressFromBaseAndOffset),
    ];

    public static Emission AddressFromBaseAndOffset(InvocationContext context) => Felt252Libfuncs.Add(context);

    // An address is taken modulo 2^251 - 256: at most one subtraction, then a proof that the result is below.
    public static Emission BaseAddressFromFelt(InvocationContext context)
    {
        BigInteger bound = (BigInteger.One << 251) - 256;
        CasmBuilder c = new();
        Var rangeCheck = context.Buffer(c, 0, 2);
        Var address = context.Deref(c, 1);
        Var[] cells = RangeValidation.Cells(c, 5);
        Var limit = c.Const(bound);
        Var isSmall = c.Temp();
        Var result = c.Temp();
        c.Hint(new TestLessThan(c.In(address), c.In(limit), c.Out(isSmall)));
        c.JumpIfNotZero(isSmall, "Small");
        c.Assert(result, address - limit);
        RangeValidation.BelowWideLimit(c, Felt.Modulus - bound, result, rangeCheck, cells);
        c.Jump("Done");
        c.Label("Small");
        c.Assert(result, address);
        RangeValidation.BelowWideLimitExclusive(c, bound, result, rangeCheck, cells);
        c.Label("Done");
        return context.FinishStraight(c, [[rangeCheck], [result]]);
    }

    public static Emission Cheatcode(InvocationContext context)
    {
        CasmBuilder c = new();
        (Var start, Var end) = ArrayLibfuncs.Array(context, c, 0);
        Var outputStart = c.Temp();
        Var outputEnd = c.Temp();
        c.Hint(new Cheatcode(context.Value(0), c.In(start), c.In(end), c.Out(outputStart), c.Out(outputEnd)));
        c.AddAp(2);
        return context.FinishStraight(c, [[outputStart, outputEnd]]);
    }
}
