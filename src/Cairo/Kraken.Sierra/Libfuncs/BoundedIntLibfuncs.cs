using System.Linq;
using System.Numerics;
using Kraken.Fields;
using Kraken.Sierra.Metadata;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.Libfuncs;

/// <summary>Arithmetic on bounded integers: the bounds of the results follow from those of the operands.</summary>
internal static class BoundedIntLibfuncs
{
    public static ConcreteLibfunc Add(LibfuncContext context)
    {
        (IntegerRange left, IntegerRange right) = Operands(context);
        return Binary(context, context.Types.BoundedInt(left.Lower + right.Lower, left.Upper + right.Upper - 2));
    }

    public static ConcreteLibfunc Sub(LibfuncContext context)
    {
        (IntegerRange left, IntegerRange right) = Operands(context);
        return Binary(context, context.Types.BoundedInt(left.Lower - (right.Upper - 1), left.Upper - 1 - right.Lower));
    }

    public static ConcreteLibfunc Mul(LibfuncContext context)
    {
        context.RequireArgs(2);
        (int leftType, bool leftNonZero) = Unwrap(context, context.TypeArg(0));
        (int rightType, bool rightNonZero) = Unwrap(context, context.TypeArg(1));
        context.Require(leftNonZero == rightNonZero, "both operands non-zero types, or none");
        IntegerRange left = context.Types.RangeOf(leftType);
        IntegerRange right = context.Types.RangeOf(rightType);
        BigInteger[] extremes =
        [
            left.Lower * right.Lower, left.Lower * (right.Upper - 1), (left.Upper - 1) * right.Lower, (left.Upper - 1) * (right.Upper - 1),
        ];
        int result = context.Types.BoundedInt(extremes.Min(), extremes.Max());
        return Binary(context, leftNonZero ? context.Types.Wrapped("NonZero", result) : result);
    }

    public static ConcreteLibfunc DivRem(LibfuncContext context)
    {
        (IntegerRange left, IntegerRange right) = Operands(context);
        context.Require(left.Lower.Sign >= 0 && right.Lower.Sign >= 0 && right.Upper >= 2, "operands that are not negative");
        DivRemPlan plan = DivRemPlan.Create(left, right) ?? throw context.Invalid("operands small enough to divide");
        int quotient = context.Types.BoundedInt(left.Lower / (right.Upper - 1), (left.Upper - 1) / BigInteger.Max(right.Lower, 1));
        int remainder = context.Types.BoundedInt(0, right.Upper - 2);
        (ConstCost cost, int ap) = plan.Kind switch
        {
            DivRemKind.SmallDivisor => (new ConstCost(7, 0, 3), 5),
            DivRemKind.SmallQuotient => (new ConstCost(9, 0, 4), 6),
            _ => (new ConstCost(11, 0, 4), 7),
        };
        int rangeCheck = context.RangeCheck;
        int divisor = context.Types.Wrapped("NonZero", context.TypeArg(1));
        BranchVariable[] outputs = [new(rangeCheck), new(quotient), new(remainder)];
        return context.One([rangeCheck, context.TypeArg(0), divisor], outputs, false, ap, cost);
    }

    public static ConcreteLibfunc Constrain(LibfuncContext context)
    {
        context.RequireArgs(2);
        BigInteger boundary = context.ValueArg(1);
        (int inner, bool nonZero) = Unwrap(context, context.TypeArg(0));
        IntegerRange range = context.Types.RangeOf(inner);
        context.Require(range.Lower < boundary && boundary < range.Upper, "a boundary inside of the type");
        IntegerRange low = new(range.Lower, boundary);
        IntegerRange high = new(boundary, range.Upper);
        context.Require(low.IsSmall && high.IsSmall, "two parts that fit a range check");
        int extraLow = boundary == IntegerRange.UInt128Limit ? 0 : 1;
        int extraHigh = boundary.IsZero ? 0 : 1;
        int rangeCheck = context.RangeCheck;
        return new ConcreteLibfunc(context.GenericId, context.Args, [rangeCheck, context.TypeArg(0)],
        [
            LibfuncContext.Branch([new(rangeCheck), Part(low)], false, 1 + extraLow, new ConstCost(2 + extraLow, 0, 1)),
            LibfuncContext.Branch([new(rangeCheck), Part(high)], false, 1 + extraHigh, new ConstCost(3 + extraHigh, 0, 1)),
        ]);

        BranchVariable Part(IntegerRange part)
        {
            int type = context.Types.BoundedInt(part.Lower, part.Upper - 1);
            return new BranchVariable(nonZero ? context.Types.Wrapped("NonZero", type) : type, VariableOrigin.SameAsParameter, 1);
        }
    }

    public static ConcreteLibfunc TrimMin(LibfuncContext context) => Trim(context, false);

    public static ConcreteLibfunc TrimMax(LibfuncContext context) => Trim(context, true);

    public static ConcreteLibfunc IsZero(LibfuncContext context)
    {
        context.RequireArgs(1);
        int type = context.TypeArg(0);
        IntegerRange range = context.Types.RangeOf(type);
        context.Require(range.Contains(0), "a type with zero");
        BranchVariable nonZero = new(context.Types.Wrapped("NonZero", type), VariableOrigin.SameAsParameter);
        return new ConcreteLibfunc(context.GenericId, context.Args, [type],
        [
            LibfuncContext.Branch([], true, 0, new ConstCost(1)),
            LibfuncContext.Branch([nonZero], true, 0, new ConstCost(1)),
        ]);
    }

    public static ConcreteLibfunc WrapNonZero(LibfuncContext context)
    {
        context.RequireArgs(1);
        int type = context.TypeArg(0);
        IntegerRange range = context.Types.RangeOf(type);
        context.Require(!range.Contains(0) && range.Upper <= Felt.Modulus && range.Lower > -Felt.Modulus, "a type without zero");
        return context.Reinterpret(type, context.Types.Wrapped("NonZero", type));
    }

    public static ConcreteLibfunc GuaranteeVerify(LibfuncContext context)
    {
        context.RequireArgs(2);
        context.Require(context.ValueArg(0).IsZero && context.ValueArg(1) == uint.MaxValue, "the bounds of u32");
        int rangeCheck = context.RangeCheck;
        int guarantee = context.Types.Get("BoundedIntGuarantee", context.Args);
        return context.One([rangeCheck, guarantee], [new(rangeCheck)], false, 1, new ConstCost(3, 0, 2));
    }

    public static ConcreteLibfunc U128ToU32Guarantees(LibfuncContext context)
    {
        context.RequireArgs(0);
        int guarantee = TypePattern.Shape("guarantee32").Resolve(context.Types, default);
        BranchVariable[] outputs = [new(guarantee), new(guarantee), new(guarantee), new(guarantee)];
        return context.One([context.Types.Get("u128", [])], outputs, false, 9, new ConstCost(7));
    }

    private static ConcreteLibfunc Trim(LibfuncContext context, bool max)
    {
        context.RequireArgs(1);
        int type = context.TypeArg(0);
        IntegerRange range = context.Types.RangeOf(type);
        BigInteger trimmed = max ? range.Upper - 1 : range.Lower;
        int rest = max
            ? context.Types.BoundedInt(range.Lower, range.Upper - 2)
            : context.Types.BoundedInt(range.Lower + 1, range.Upper - 1);
        int extra = trimmed.IsZero ? 0 : 1;
        ConstCost cost = new(1 + extra);
        return new ConcreteLibfunc(context.GenericId, context.Args, [type],
        [
            LibfuncContext.Branch([], extra == 0, extra, cost),
            LibfuncContext.Branch([new BranchVariable(rest, VariableOrigin.SameAsParameter)], extra == 0, extra, cost),
        ]);
    }

    private static ConcreteLibfunc Binary(LibfuncContext context, int result) =>
        context.One([context.TypeArg(0), context.TypeArg(1)], [new BranchVariable(result)], true, 0, default);

    private static (IntegerRange Left, IntegerRange Right) Operands(LibfuncContext context)
    {
        context.RequireArgs(2);
        return (context.Types.RangeOf(context.TypeArg(0)), context.Types.RangeOf(context.TypeArg(1)));
    }

    private static (int Inner, bool NonZero) Unwrap(LibfuncContext context, int type)
    {
        ConcreteType concrete = context.Types[type];
        return concrete.GenericId == "NonZero" ? (concrete.Args[0].Index, true) : (type, false);
    }
}
