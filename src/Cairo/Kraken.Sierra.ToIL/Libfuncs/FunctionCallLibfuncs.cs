using System.Collections.Generic;
using System.Linq;
using System.Reflection.Emit;
using Kraken.Sierra.ToIL.Emission;
using Kraken.Sierra.ToIL.Layouts;
using Kraken.Sierra.ToIL.Runtime;

namespace Kraken.Sierra.ToIL.Libfuncs;

/// <summary>Code for calls. Results come back through the place of exchange; a call of itself in the end is a loop.</summary>
internal static class FunctionCallLibfuncs
{
    /// <summary>What this family emits, by generic library function.</summary>
    internal static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("function_call", Call), new("coupon_call", Call),
    ];

    internal static void Call(Invocation i)
    {
        Slot[] arguments = [.. i.Arguments.SelectMany(slots => slots)];
        if (i.Function.IsLoop(i.Index, i.Libfunc.Function))
        {
            i.Loop(arguments);
            return;
        }

        i.Writer.PushContext();
        foreach (Slot slot in arguments)
        {
            i.Writer.Push(slot);
        }

        i.IL.Emit(OpCodes.Call, i.Function.Program.Methods[i.Libfunc.Function]);
        List<Slot[]> results = [];
        Slot place = Slot.Constant(SlotKind.Int32, NativeContext.ExchangePlace);
        int words = 0;
        for (int output = 0; output < i.Libfunc.Branches[0].Variables.Count; output++)
        {
            ValueLayout layout = i.Layouts[i.OutputType(0, output)];
            results.Add(i.LoadValue(place, words, layout));
            words += layout.Words;
        }

        i.Leave(0, [.. results]);
    }
}
