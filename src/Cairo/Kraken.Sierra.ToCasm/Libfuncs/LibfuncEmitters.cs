using System.Collections.Generic;
using System.Linq;

namespace Kraken.Sierra.ToCasm.Libfuncs;

/// <summary>The emitter of each generic library function: what the families have.</summary>
internal static class LibfuncEmitters
{
    private static readonly Dictionary<string, LibfuncEmitter> Emitters = ((LibfuncEmitter[])
    [
        .. ArrayLibfuncs.Emitters, .. BoolLibfuncs.Emitters, .. BoundedIntLibfuncs.Emitters, .. BoxLibfuncs.Emitters,
        .. CastLibfuncs.Emitters, .. CircuitEvaluationLibfuncs.Emitters, .. CircuitLibfuncs.Emitters, .. ConstLibfuncs.Emitters,
        .. DebugLibfuncs.Emitters, .. EcLibfuncs.Emitters, .. EnumLibfuncs.Emitters, .. Felt252DictLibfuncs.Emitters,
        .. Felt252Libfuncs.Emitters, .. FlowLibfuncs.Emitters, .. FunctionCallLibfuncs.Emitters, .. GasLibfuncs.Emitters,
        .. HashLibfuncs.Emitters, .. IntRangeLibfuncs.Emitters, .. IntegerLibfuncs.Emitters, .. MemoryLibfuncs.Emitters,
        .. QM31Libfuncs.Emitters, .. RangeValidation.Emitters, .. SignedLibfuncs.Emitters, .. SpanLibfuncs.Emitters,
        .. StarknetLibfuncs.Emitters, .. StructLibfuncs.Emitters, .. SyscallLibfuncs.Emitters, .. Uint128Libfuncs.Emitters,
        .. Uint256InverseLibfunc.Emitters, .. Uint256Libfuncs.Emitters, .. Uint256SquareRootLibfunc.Emitters,
        .. Uint512Libfuncs.Emitters, .. UnsignedLibfuncs.Emitters,
    ]).ToDictionary(emitter => emitter.Id);

    /// <summary>The generic library functions that can be compiled.</summary>
    public static IReadOnlyCollection<string> Ids => Emitters.Keys;

    /// <summary>Emits the code of an invocation.</summary>
    /// <exception cref="SierraException">The library function is not supported (the error names it), or its
    /// arguments do not fit.</exception>
    public static Emission Emit(InvocationContext context) =>
        Emitters.TryGetValue(context.Libfunc.GenericId, out LibfuncEmitter? emitter)
        ? emitter.Emit(context)
        : throw new SierraException(SierraErrorKind.UnsupportedLibfunc, context.Libfunc.GenericId, context.Index);
}
