using System.Linq;
using Kraken.Sierra.Metadata;

namespace Kraken.Sierra.Libfuncs;

/// <summary>Functions between arrays and tuples of equal members, and ranges of integers.</summary>
internal static class SpanLibfuncs
{
    public static ConcreteLibfunc SpanFromTuple(LibfuncContext context)
    {
        int tuple = Tuple(context, out int span);
        int box = context.Types.Wrapped("Box", context.Types.SnapshotOf(tuple));
        return context.One([box], [new BranchVariable(span)], true, 0, default);
    }

    public static ConcreteLibfunc TupleFromSpan(LibfuncContext context)
    {
        int tuple = Tuple(context, out int span);
        int box = context.Types.SnapshotOf(context.Types.Wrapped("Box", tuple));
        return new ConcreteLibfunc(context.GenericId, context.Args, [span],
        [
            LibfuncContext.Branch([new BranchVariable(box)], false, 2, new ConstCost(3)),
            LibfuncContext.Branch([], false, 2, new ConstCost(3)),
        ]);
    }

    public static ConcreteLibfunc MultiPopFront(LibfuncContext context) => MultiPop(context, VariableOrigin.Other);

    public static ConcreteLibfunc MultiPopBack(LibfuncContext context) => MultiPop(context, VariableOrigin.NewTemporary);

    public static ConcreteLibfunc RangeTryNew(LibfuncContext context)
    {
        context.RequireArgs(1);
        int type = context.TypeArg(0);
        context.Require(context.Types.RangeOf(type).IsSmall, "a type that fits a range check");
        int range = context.Types.Wrapped("IntRange", type);
        int rangeCheck = context.RangeCheck;
        return new ConcreteLibfunc(context.GenericId, context.Args, [rangeCheck, type, type],
        [
            LibfuncContext.Branch([new(rangeCheck), new(range)], false, 2, new ConstCost(3, 0, 1)),
            LibfuncContext.Branch([new(rangeCheck), new(range)], false, 3, new ConstCost(5, 0, 1)),
        ]);
    }

    public static ConcreteLibfunc RangePopFront(LibfuncContext context)
    {
        context.RequireArgs(1);
        int type = context.TypeArg(0);
        int range = context.Types.Wrapped("IntRange", type);
        return new ConcreteLibfunc(context.GenericId, context.Args, [range],
        [
            LibfuncContext.Branch([], false, 1, new ConstCost(2)),
            LibfuncContext.Branch([new(range), new(type)], false, 1, new ConstCost(2)),
        ]);
    }

    private static ConcreteLibfunc MultiPop(LibfuncContext context, VariableOrigin poppedOrigin)
    {
        int tuple = Tuple(context, out int span);
        int rangeCheck = context.RangeCheck;
        int box = context.Types.SnapshotOf(context.Types.Wrapped("Box", tuple));
        return new ConcreteLibfunc(context.GenericId, context.Args, [rangeCheck, span],
        [
            LibfuncContext.Branch([new(rangeCheck), new(span), new(box, poppedOrigin)], false, 3, new ConstCost(4, 0, 1)),
            LibfuncContext.Branch([new(rangeCheck), new(span, VariableOrigin.SameAsParameter, 1)], false, 3, new ConstCost(5, 0, 1)),
        ]);
    }

    private static int Tuple(LibfuncContext context, out int span)
    {
        context.RequireArgs(1);
        int type = context.TypeArg(0);
        int[] members = StructLibfuncs.Members(context, type);
        context.Require(
            members.Length > 0 && !context.Types[type].Flags.ZeroSized && members.All(m => m == members[0]), "a tuple of equal members");
        span = context.Types.SnapshotOf(context.Types.Wrapped("Array", members[0]));
        return type;
    }
}
