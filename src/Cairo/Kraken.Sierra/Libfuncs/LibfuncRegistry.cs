using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.Libfuncs;

/// <summary>
/// Makes the library functions of a program, from the signature tables or from code where the shape depends on the arguments.
/// </summary>
public static class LibfuncRegistry
{
    /// <summary>What the name of a library function ends with that is a system call.</summary>
    public const string SyscallEnding = "_syscall";

    /// <summary>Whether a library function is a system call.</summary>
    public static bool IsSyscall(string genericId)
    {
        ArgumentNullException.ThrowIfNull(genericId);
        return genericId.EndsWith(SyscallEnding, StringComparison.Ordinal);
    }

    private static readonly Dictionary<string, Func<LibfuncContext, ConcreteLibfunc>> Computed = new()
    {
        ["enum_init"] = EnumLibfuncs.Init,
        ["enum_from_bounded_int"] = EnumLibfuncs.FromBoundedInt,
        ["enum_match"] = EnumLibfuncs.Match,
        ["enum_snapshot_match"] = EnumLibfuncs.SnapshotMatch,
        ["enum_boxed_match"] = EnumLibfuncs.BoxedMatch,
        ["struct_construct"] = StructLibfuncs.Construct,
        ["struct_deconstruct"] = StructLibfuncs.Deconstruct,
        ["struct_snapshot_deconstruct"] = StructLibfuncs.SnapshotDeconstruct,
        ["struct_boxed_deconstruct"] = StructLibfuncs.BoxedDeconstruct,
        ["function_call"] = FunctionCallLibfuncs.Call,
        ["coupon_call"] = FunctionCallLibfuncs.CouponCall,
        ["coupon_buy"] = FunctionCallLibfuncs.CouponBuy,
        ["coupon_refund"] = FunctionCallLibfuncs.CouponRefund,
        ["const_as_immediate"] = ConstLibfuncs.AsImmediate,
        ["const_as_box"] = ConstLibfuncs.AsBox,
        ["qm31_const"] = ConstLibfuncs.QM31Const,
        ["upcast"] = CastLibfuncs.Upcast,
        ["downcast"] = CastLibfuncs.Downcast,
        ["bounded_int_add"] = BoundedIntLibfuncs.Add,
        ["bounded_int_sub"] = BoundedIntLibfuncs.Sub,
        ["bounded_int_mul"] = BoundedIntLibfuncs.Mul,
        ["bounded_int_div_rem"] = BoundedIntLibfuncs.DivRem,
        ["bounded_int_constrain"] = BoundedIntLibfuncs.Constrain,
        ["bounded_int_trim_min"] = BoundedIntLibfuncs.TrimMin,
        ["bounded_int_trim_max"] = BoundedIntLibfuncs.TrimMax,
        ["bounded_int_is_zero"] = BoundedIntLibfuncs.IsZero,
        ["bounded_int_wrap_non_zero"] = BoundedIntLibfuncs.WrapNonZero,
        ["bounded_int_guarantee_verify"] = BoundedIntLibfuncs.GuaranteeVerify,
        ["u128_to_u32_guarantees"] = BoundedIntLibfuncs.U128ToU32Guarantees,
        ["span_from_tuple"] = SpanLibfuncs.SpanFromTuple,
        ["tuple_from_span"] = SpanLibfuncs.TupleFromSpan,
        ["array_snapshot_multi_pop_front"] = SpanLibfuncs.MultiPopFront,
        ["array_snapshot_multi_pop_back"] = SpanLibfuncs.MultiPopBack,
        ["int_range_try_new"] = SpanLibfuncs.RangeTryNew,
        ["int_range_pop_front"] = SpanLibfuncs.RangePopFront,
        ["init_circuit_data"] = CircuitEvaluationLibfuncs.InitData,
        ["eval_circuit"] = CircuitEvaluationLibfuncs.Eval,
        ["get_circuit_output"] = CircuitEvaluationLibfuncs.GetOutput,
        ["into_u96_guarantee"] = CircuitEvaluationLibfuncs.IntoU96Guarantee,
        ["u96_limbs_less_than_guarantee_verify"] = CircuitEvaluationLibfuncs.LimbsLessThanVerify,
    };

    /// <summary>The generic library functions that are known.</summary>
    public static IEnumerable<string> KnownIds => Computed.Keys.Concat(SignatureTables.Names);

    /// <summary>Makes all library functions of a program.</summary>
    /// <exception cref="SierraException">One is not known (the error names it) or its arguments do not fit.</exception>
    public static ConcreteLibfunc[] Build(SierraProgram program, TypeRegistry types)
    {
        ConcreteLibfunc[] libfuncs = new ConcreteLibfunc[program.Libfuncs.Count];
        for (int i = 0; i < libfuncs.Length; i++)
        {
            libfuncs[i] = Specialize(i, program.Libfuncs[i], program, types);
        }

        return libfuncs;
    }

    private static ConcreteLibfunc Specialize(int index, LibfuncDeclaration declaration, SierraProgram program, TypeRegistry types)
    {
        LibfuncContext context = new(index, declaration, program, types);
        if (Computed.TryGetValue(declaration.GenericId, out Func<LibfuncContext, ConcreteLibfunc>? make))
        {
            return make(context);
        }

        if (!SignatureTables.TryGet(declaration.GenericId, out List<SignatureRow> rows))
        {
            throw new SierraException(SierraErrorKind.UnsupportedLibfunc, declaration.GenericId, index);
        }

        foreach (SignatureRow row in rows)
        {
            if (row.TrySpecialize(context) is { } libfunc)
            {
                return libfunc;
            }
        }

        throw context.Invalid("generic arguments of the right number and kind");
    }
}
