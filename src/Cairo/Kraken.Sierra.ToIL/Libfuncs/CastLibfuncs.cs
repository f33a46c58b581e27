using System.Collections.Generic;
using System.Reflection.Emit;
using Kraken.Sierra.ToIL.Emission;
using Kraken.Sierra.ToIL.Layouts;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToIL.Libfuncs;

/// <summary>Code for casts between numeric types.</summary>
internal static class CastLibfuncs
{
    /// <summary>What this family emits, by generic library function.</summary>
    internal static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("downcast", Downcast),
    ];

    internal static void Downcast(Invocation i)
    {
        IntegerRange from = IntegerLibfuncs.RangeOf(i, i.TypeArgument(0));
        IntegerRange to = IntegerLibfuncs.RangeOf(i, i.TypeArgument(1));
        if (NumericForm.Of(from).Kind == SlotKind.Felt)
        {
            // The compiler to CASM takes no cast whose common values are none, or too many.
            IntegerLibfuncs.FromFelt(i, to.Intersect(from)!.Value, to);
            return;
        }

        Label outside = i.IL.DefineLabel();
        if (from.Lower < to.Lower)
        {
            BoundedIntLibfuncs.PushLess(i, i.One(1), from, to.Lower);
            i.IL.Emit(OpCodes.Brtrue, outside);
        }

        if (to.Upper < from.Upper)
        {
            BoundedIntLibfuncs.PushLess(i, i.One(1), from, to.Upper);
            i.IL.Emit(OpCodes.Brfalse, outside);
        }

        i.Leave(0, [NumericConversion.Convert(i, i.One(1), from, to)]);
        i.IL.MarkLabel(outside);
        i.Leave(1);
    }
}
