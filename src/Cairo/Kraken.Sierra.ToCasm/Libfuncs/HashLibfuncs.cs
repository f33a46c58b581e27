using System.Collections.Generic;
using Kraken.Casm.Assembly;
using Kraken.Casm.Building;
using Kraken.Casm.Hints;
using Kraken.Casm.Operands;

namespace Kraken.Sierra.ToCasm.Libfuncs;

/// <summary>Code for the hash builtins and the Blake2s instruction.</summary>
internal static class HashLibfuncs
{
    /// <summary>What this family emits, by generic library function.</summary>
    public static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("pedersen", Pedersen), new("hades_permutation", Hades), new("blake2s_compress", BlakeCompress),
        new("blake2s_compress_guarantees", BlakeCompress), new("blake2s_finalize", BlakeFinalize),
        new("blake2s_finalize_guarantees", BlakeFinalize),
    ];

    public static Emission Pedersen(InvocationContext context)
    {
        CasmBuilder c = new();
        Var x = context.Deref(c, 1);
        Var y = context.Deref(c, 2);
        Var builtin = context.Buffer(c, 0, 2);
        c.Write(builtin, x);
        c.Write(builtin, y);
        Var hash = c.Next(builtin);
        return context.FinishStraight(c, [[builtin], [hash]]);
    }

    public static Emission Hades(InvocationContext context)
    {
        CasmBuilder c = new();
        Var[] state = [context.Deref(c, 1), context.Deref(c, 2), context.Deref(c, 3)];
        Var builtin = context.Buffer(c, 0, 5);
        foreach (Var element in state)
        {
            c.Write(builtin, element);
        }

        Var[] result = [c.Next(builtin), c.Next(builtin), c.Next(builtin)];
        return context.FinishStraight(c, [[builtin], [result[0]], [result[1]], [result[2]]]);
    }

    public static Emission BlakeCompress(InvocationContext context) => Blake(context, false);

    public static Emission BlakeFinalize(InvocationContext context) => Blake(context, true);

    private static Emission Blake(InvocationContext context, bool finalizes)
    {
        const int StateCells = 8;
        CasmInstruction instruction = CasmInstruction.Blake2s(context.Cell(0), context.Cell(1), context.Cell(2), finalizes);
        instruction.Hints = [new AllocConstantSize(new Immediate(StateCells), CellRef.Ap(0))];
        return new Emission([instruction], [], [[[CellExpression.Deref(CellRef.Ap(-1))]]]);
    }
}
