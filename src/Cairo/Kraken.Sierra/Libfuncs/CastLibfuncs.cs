using Kraken.Fields;
using Kraken.Sierra.Metadata;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.Libfuncs;

/// <summary>Conversions between numeric types.</summary>
internal static class CastLibfuncs
{
    public static ConcreteLibfunc Upcast(LibfuncContext context)
    {
        context.RequireArgs(2);
        IntegerRange from = context.Types.RangeOf(context.TypeArg(0));
        IntegerRange to = context.Types.RangeOf(context.TypeArg(1));
        context.Require(to.Lower <= from.Lower && from.Upper <= to.Upper, "a wider type");
        return context.Reinterpret(context.TypeArg(0), context.TypeArg(1));
    }

    public static ConcreteLibfunc Downcast(LibfuncContext context)
    {
        context.RequireArgs(2);
        DowncastPlan plan = DowncastPlan.Create(context.Types, context.TypeArg(0), context.TypeArg(1))
            ?? throw context.Invalid("ranges that fit a range check");
        int rangeCheck = context.RangeCheck;
        BranchVariable value = new(context.TypeArg(1), VariableOrigin.SameAsParameter, 1);
        (ConstCost inCost, int inAp, ConstCost outCost, int outAp) = Costs(plan);
        return new ConcreteLibfunc(context.GenericId, context.Args, [rangeCheck, context.TypeArg(0)],
        [
            LibfuncContext.Branch([new BranchVariable(rangeCheck), value], false, inAp, inCost),
            LibfuncContext.Branch([new BranchVariable(rangeCheck)], false, outAp, outCost),
        ]);
    }

    private static (ConstCost InCost, int InAp, ConstCost OutCost, int OutAp) Costs(DowncastPlan plan)
    {
        int below = plan.To.Lower.IsZero ? 0 : 1;
        int above = plan.To.Upper.IsZero ? 0 : 1;
        if (plan.From.IsFullField)
        {
            int extra = below + (plan.To.Upper == IntegerRange.UInt128Limit ? 0 : 1);
            return (new ConstCost(extra + 3, 0, 2), extra + 1, new ConstCost(above + 9, 0, 3), above + 6);
        }

        return (plan.OverflowsAbove, plan.OverflowsBelow) switch
        {
            (false, false) => (default, 0, default, 0),
            (true, false) => (new ConstCost(3, 0, 1), 2, new ConstCost(3 + above, 0, 1), 1 + above),
            (false, true) => (new ConstCost(2 + below, 0, 1), 1 + below, new ConstCost(4, 0, 1), 2),
            (true, true) => (new ConstCost(4 + below, 0, 2), 2 + below, new ConstCost(5, 0, 1), 3),
        };
    }
}

/// <summary>How a downcast has to check its value.</summary>
/// <param name="From">The values of the source type.</param>
/// <param name="To">The source values that the target type has.</param>
/// <param name="OverflowsAbove">Whether a source value may be too large.</param>
/// <param name="OverflowsBelow">Whether a source value may be too small.</param>
public sealed record DowncastPlan(IntegerRange From, IntegerRange To, bool OverflowsAbove, bool OverflowsBelow)
{
    /// <summary>The plan for two types; null when the ranges do not allow the cast.</summary>
    /// <exception cref="SierraException">A type is not numeric.</exception>
    public static DowncastPlan? Create(TypeRegistry types, int fromType, int toType)
    {
        IntegerRange from = types.RangeOf(fromType);
        if (types.RangeOf(toType).Intersect(from) is not { IsSmall: true } to)
        {
            return null;
        }

        bool fieldSource = from.IsFullField && to.Size < Felt.Modulus % (IntegerRange.UInt128Limit - 1);
        if (!from.IsSmall && !fieldSource)
        {
            return null;
        }

        // A cast of a type to itself that starts at zero is an explicit check of its upper bound.
        return fromType == toType && from.Lower.IsZero
            ? new DowncastPlan(from, to, true, false)
            : new DowncastPlan(from, to, to.Upper < from.Upper, to.Lower > from.Lower);
    }
}
