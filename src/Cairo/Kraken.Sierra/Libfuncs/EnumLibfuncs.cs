using System.Linq;
using System.Numerics;
using Kraken.Sierra.Metadata;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.Libfuncs;

/// <summary>The functions over enums, whose branches follow the variants.</summary>
internal static class EnumLibfuncs
{
    public static ConcreteLibfunc Init(LibfuncContext context)
    {
        context.RequireArgs(2);
        int type = context.TypeArg(0);
        int[] variants = Variants(context, type);
        BigInteger index = context.ValueArg(1);
        context.Require(index.Sign >= 0 && index < variants.Length, "the index of a variant");
        return context.One([variants[(int)index]], [new BranchVariable(type)], true, 0, default);
    }

    public static ConcreteLibfunc FromBoundedInt(LibfuncContext context)
    {
        context.RequireArgs(1);
        int type = context.TypeArg(0);
        int[] variants = Variants(context, type);
        context.Require(variants.Length > 0 && variants.All(v => IsUnit(context.Types[v])), "an enum of empty structs");
        int input = context.Types.BoundedInt(0, variants.Length - 1);
        return variants.Length <= 2
            ? context.Reinterpret(input, type)
            : context.One([input], [new BranchVariable(type)], false, 1, new ConstCost(1));
    }

    public static ConcreteLibfunc Match(LibfuncContext context)
    {
        context.RequireArgs(1);
        int type = context.TypeArg(0);
        return Match(context, type, Variants(context, type), 1);
    }

    public static ConcreteLibfunc SnapshotMatch(LibfuncContext context)
    {
        context.RequireArgs(1);
        int type = context.TypeArg(0);
        int[] variants = Variants(context, type);
        return Match(context, context.Types.SnapshotOf(type), [.. variants.Select(context.Types.SnapshotOf)], 1);
    }

    public static ConcreteLibfunc BoxedMatch(LibfuncContext context)
    {
        context.RequireArgs(1);
        int type = context.TypeArg(0);
        (int inner, bool snapshot) = StructLibfuncs.Peel(context, type);
        int[] variants = Variants(context, inner);
        int[] boxes = [.. variants.Select(v => context.Types.Wrapped("Box", snapshot ? context.Types.SnapshotOf(v) : v))];
        ConcreteLibfunc match = Match(context, context.Types.Wrapped("Box", type), boxes, 2);
        bool moves = variants.Length > 1;
        return match with
        {
            Branches =
                [.. match.Branches.Select(b => b with { KeepsStack = !moves, Ap = new ApEffect(ApEffectKind.Known, moves ? 1 : 0) })],
        };
    }

    // Two variants need one jump; with more, all but the first go through a jump table.
    private static ConcreteLibfunc Match(LibfuncContext context, int input, int[] outputs, int firstSteps)
    {
        LibfuncBranch[] branches = new LibfuncBranch[outputs.Length];
        for (int i = 0; i < outputs.Length; i++)
        {
            int steps = outputs.Length == 1 ? 0 : outputs.Length == 2 || i == 0 ? firstSteps : firstSteps + 1;
            branches[i] = LibfuncContext.Branch([new BranchVariable(outputs[i])], true, 0, new ConstCost(steps));
        }

        return new ConcreteLibfunc(context.GenericId, context.Args, [input], branches, outputs.Length == 0 ? -1 : 0);
    }

    private static int[] Variants(LibfuncContext context, int type)
    {
        ConcreteType concrete = context.Types[type];
        context.Require(concrete.GenericId == "Enum", "an enum");
        return [.. concrete.Members];
    }

    private static bool IsUnit(ConcreteType type) => type.GenericId == "Struct" && type.Args.Count == 1;
}
