using System.Collections.Generic;
using System.Linq;
using Kraken.Sierra.ToIL.Emission;

namespace Kraken.Sierra.ToIL.Libfuncs;

/// <summary>The emitter of each generic library function: what the families have.</summary>
internal static class LibfuncEmitters
{
    private static readonly Dictionary<string, LibfuncEmitter> Emitters = ((LibfuncEmitter[])
    [
        .. ArrayLibfuncs.Emitters, .. BoolLibfuncs.Emitters, .. BoundedIntLibfuncs.Emitters, .. BoxLibfuncs.Emitters,
        .. CastLibfuncs.Emitters, .. CircuitEvaluationLibfuncs.Emitters, .. CircuitLibfuncs.Emitters, .. ConstLibfuncs.Emitters,
        .. EcLibfuncs.Emitters, .. EnumLibfuncs.Emitters, .. Felt252DictLibfuncs.Emitters, .. Felt252Libfuncs.Emitters,
        .. FlowLibfuncs.Emitters, .. FunctionCallLibfuncs.Emitters, .. GasLibfuncs.Emitters, .. HashLibfuncs.Emitters,
        .. IntRangeLibfuncs.Emitters, .. IntegerLibfuncs.Emitters, .. MemoryLibfuncs.Emitters, .. QM31Libfuncs.Emitters,
        .. SignedLibfuncs.Emitters, .. SpanLibfuncs.Emitters, .. StarknetLibfuncs.Emitters, .. StructLibfuncs.Emitters,
        .. SyscallLibfuncs.Emitters, .. Uint128Libfuncs.Emitters, .. Uint256Libfuncs.Emitters, .. UnsignedLibfuncs.Emitters,
    ]).ToDictionary(emitter => emitter.Id);

    /// <summary>The generic library functions that have an emitter.</summary>
    internal static IReadOnlyCollection<string> Ids => Emitters.Keys;

    /// <summary>Emits an invocation.</summary>
    /// <exception cref="NotNativeException">The library function has no native form, or not with these arguments.</exception>
    internal static void Emit(Invocation invocation)
    {
        if (!Emitters.TryGetValue(invocation.Libfunc.GenericId, out LibfuncEmitter? emitter))
        {
            throw new NotNativeException($"the library function {invocation.Libfunc.GenericId}");
        }

        emitter.Emit(invocation);
    }
}
