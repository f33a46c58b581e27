using System.Collections.Generic;
using System.Reflection.Emit;
using Kraken.Sierra.ToIL.Emission;
using Kraken.Sierra.ToIL.Runtime;

namespace Kraken.Sierra.ToIL.Libfuncs;

/// <summary>Code for jumps and for what must not happen.</summary>
internal static class FlowLibfuncs
{
    /// <summary>What this family emits, by generic library function.</summary>
    internal static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("unsafe_panic", UnsafePanic),
    ];

    /// <summary>Ends the call: the virtual machine runs it again and fails in its own words.</summary>
    internal static void UnsafePanic(Invocation i)
    {
        i.Writer.PushContext();
        i.Writer.Call(RuntimeMembers.Method(typeof(NativeContext), nameof(NativeContext.Fail)));
        i.IL.Emit(OpCodes.Ret);
    }
}
