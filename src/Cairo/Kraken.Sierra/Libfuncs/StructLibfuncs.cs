using System.Collections.Generic;
using System.Linq;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.Libfuncs;

/// <summary>The functions over structs, whose parameters or outputs follow the members.</summary>
internal static class StructLibfuncs
{
    public static ConcreteLibfunc Construct(LibfuncContext context)
    {
        context.RequireArgs(1);
        int type = context.TypeArg(0);
        int[] members = Members(context, type);
        int[] sized = [.. Enumerable.Range(0, members.Length).Where(i => !context.Types[members[i]].Flags.ZeroSized)];
        BranchVariable output = sized.Length == 1
            ? new BranchVariable(type, VariableOrigin.SameAsParameter, sized[0])
            : new BranchVariable(type);
        return context.One(members, [output], true, 0, default);
    }

    public static ConcreteLibfunc Deconstruct(LibfuncContext context)
    {
        context.RequireArgs(1);
        int type = context.TypeArg(0);
        return context.One([type], [.. Members(context, type).Select(m => new BranchVariable(m))], true, 0, default);
    }

    public static ConcreteLibfunc SnapshotDeconstruct(LibfuncContext context)
    {
        context.RequireArgs(1);
        int type = context.TypeArg(0);
        BranchVariable[] outputs = [.. Members(context, type).Select(m => new BranchVariable(context.Types.SnapshotOf(m)))];
        return context.One([context.Types.SnapshotOf(type)], outputs, true, 0, default);
    }

    public static ConcreteLibfunc BoxedDeconstruct(LibfuncContext context)
    {
        context.RequireArgs(1);
        int type = context.TypeArg(0);
        (int inner, bool snapshot) = Peel(context, type);
        List<BranchVariable> outputs = [];
        bool atStart = true;
        foreach (int member in Members(context, inner))
        {
            int box = context.Types.Wrapped("Box", snapshot ? context.Types.SnapshotOf(member) : member);
            outputs.Add(atStart ? new BranchVariable(box, VariableOrigin.SameAsParameter) : new BranchVariable(box));
            atStart &= context.Types[member].Flags.ZeroSized;
        }

        return context.One([context.Types.Wrapped("Box", type)], [.. outputs], true, 0, default);
    }

    /// <summary>The type inside of a snapshot type, and whether it was one.</summary>
    internal static (int Inner, bool IsSnapshot) Peel(LibfuncContext context, int type)
    {
        ConcreteType concrete = context.Types[type];
        return concrete.GenericId == "Snapshot" ? (concrete.Args[0].Index, true) : (type, false);
    }

    internal static int[] Members(LibfuncContext context, int type)
    {
        ConcreteType concrete = context.Types[type];
        context.Require(concrete.GenericId == "Struct", "a struct");
        return [.. concrete.Members];
    }
}
