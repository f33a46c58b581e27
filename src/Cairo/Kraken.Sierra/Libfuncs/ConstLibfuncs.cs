using System.Numerics;
using Kraken.Sierra.Metadata;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.Libfuncs;

/// <summary>Constants of constant types, as immediates or in a segment of the code.</summary>
internal static class ConstLibfuncs
{
    public static ConcreteLibfunc AsImmediate(LibfuncContext context)
    {
        context.RequireArgs(1);
        return context.One([], [new BranchVariable(ConstOf(context))], true, 0, default);
    }

    public static ConcreteLibfunc AsBox(LibfuncContext context)
    {
        context.RequireArgs(2);
        BigInteger segment = context.ValueArg(1);
        context.Require(segment.Sign >= 0 && segment <= int.MaxValue, "a segment number");
        int box = context.Types.Wrapped("Box", ConstOf(context));
        return context.One([], [new BranchVariable(box, VariableOrigin.NewTemporary)], false, 3, new ConstCost(3));
    }

    public static ConcreteLibfunc QM31Const(LibfuncContext context)
    {
        context.RequireArgs(4);
        for (int i = 0; i < 4; i++)
        {
            context.Require(context.ValueArg(i).Sign >= 0 && context.ValueArg(i) < int.MaxValue, "an M31 element");
        }

        return context.One([], [new BranchVariable(context.Types.Get("qm31", []))], true, 0, default);
    }

    private static int ConstOf(LibfuncContext context)
    {
        ConcreteType type = context.Types[context.TypeArg(0)];
        context.Require(type.GenericId == "Const", "a constant type");
        return type.Args[0].Index;
    }
}
