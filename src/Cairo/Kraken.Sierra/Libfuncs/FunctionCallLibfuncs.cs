using System.Collections.Generic;
using System.Linq;
using Kraken.Sierra.Metadata;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.Libfuncs;

/// <summary>Calls of functions of the program, and coupons that prepay them.</summary>
internal static class FunctionCallLibfuncs
{
    public static ConcreteLibfunc Call(LibfuncContext context)
    {
        context.RequireArgs(1);
        SierraFunction function = context.FunctionArg(0);
        int id = context.Args[0].Index;
        BranchCost cost = new(BranchCostKind.FunctionCall, new ConstCost(2), Function: id);
        return Call(context, id, [.. function.Parameters.Select(p => p.Type)], function.ReturnTypes, cost);
    }

    public static ConcreteLibfunc CouponCall(LibfuncContext context)
    {
        context.RequireArgs(1);
        SierraFunction function = context.FunctionArg(0);
        int coupon = context.Types.Get("Coupon", context.Args);
        int[] parameters = [.. function.Parameters.Select(p => p.Type), coupon];
        return Call(
            context, context.Args[0].Index, parameters, function.ReturnTypes, new BranchCost(BranchCostKind.Regular, new ConstCost(2)));
    }

    public static ConcreteLibfunc CouponBuy(LibfuncContext context)
    {
        int coupon = Coupon(context, out int function);
        BranchCost cost = new(BranchCostKind.FunctionCall, Function: function);
        return Single(context, [], [new BranchVariable(coupon)], cost, function);
    }

    public static ConcreteLibfunc CouponRefund(LibfuncContext context)
    {
        int coupon = Coupon(context, out int function);
        BranchCost cost = new(BranchCostKind.FunctionRefund, Function: function);
        return Single(context, [coupon], [], cost, function);
    }

    private static ConcreteLibfunc Call(LibfuncContext context, int function, int[] parameters, IReadOnlyList<int> returns, BranchCost cost)
    {
        List<BranchVariable> outputs = [];
        int position = 0;
        foreach (int type in returns)
        {
            bool empty = context.Types[type].Flags.ZeroSized;
            outputs.Add(empty ? new BranchVariable(type) : new BranchVariable(type, VariableOrigin.NewTemporary, position++));
        }

        LibfuncBranch branch = new(outputs, false, new ApEffect(ApEffectKind.FunctionCall), cost);
        return new ConcreteLibfunc(context.GenericId, context.Args, parameters, [branch]) { Function = function };
    }

    private static ConcreteLibfunc Single(LibfuncContext context, int[] parameters, BranchVariable[] outputs, BranchCost cost, int function)
    {
        LibfuncBranch branch = new(outputs, true, new ApEffect(ApEffectKind.Known), cost);
        return new ConcreteLibfunc(context.GenericId, context.Args, parameters, [branch]) { Function = function };
    }

    private static int Coupon(LibfuncContext context, out int function)
    {
        context.RequireArgs(1);
        int type = context.TypeArg(0);
        ConcreteType coupon = context.Types[type];
        context.Require(coupon.GenericId == "Coupon", "a coupon type");
        function = coupon.Args[0].Index;
        return type;
    }
}
