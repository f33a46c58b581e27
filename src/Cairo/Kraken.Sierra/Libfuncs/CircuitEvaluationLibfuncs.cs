using System.Numerics;
using Kraken.Sierra.Metadata;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.Libfuncs;

/// <summary>The circuit functions whose signature or cost depends on the circuit or on a number of limbs.</summary>
internal static class CircuitEvaluationLibfuncs
{
    private const int ModInstanceSize = 7;

    public static ConcreteLibfunc InitData(LibfuncContext context)
    {
        CircuitInfo circuit = Circuit(context, 1);
        int builtin = context.Types.Get("RangeCheck96", []);
        int accumulator = context.Types.Get("CircuitInputAccumulator", context.Args);
        return context.One([builtin], [new(builtin), new(accumulator)], true, 0, new ConstCost(0, 0, 0, circuit.RangeCheck96Usage));
    }

    public static ConcreteLibfunc Eval(LibfuncContext context)
    {
        CircuitInfo circuit = Circuit(context, 1);
        TypeRegistry types = context.Types;
        int add = types.Get("AddMod", []);
        int mul = types.Get("MulMod", []);
        int[] parameters =
        [
            add, mul, types.Get("CircuitDescriptor", context.Args), types.Get("CircuitData", context.Args), types.Get("CircuitModulus", []),
            types.BoundedInt(0, 0), types.BoundedInt(1, 1),
        ];
        int steps = 8 + ModInstanceSize + (circuit.AddGates.Count > 0 ? ModInstanceSize : 0);
        TokenCounts tokens =
            default(TokenCounts).With(CostToken.AddMod, circuit.AddGates.Count).With(CostToken.MulMod, circuit.MulGates.Count);
        BranchCost cost = new(BranchCostKind.Regular, new ConstCost(steps), tokens);
        BranchVariable[] outputs = [new(add), new(mul), new(types.Get("CircuitOutputs", context.Args))];
        BranchVariable[] partial =
        [
            new(add), new(mul), new(types.Get("CircuitPartialOutputs", context.Args)), new(types.Get("CircuitFailureGuarantee", [])),
        ];
        ApEffect ap = new(ApEffectKind.Known, 4);
        return new ConcreteLibfunc(
            context.GenericId,
            context.Args,
            parameters,
            [new LibfuncBranch(outputs, false, ap, cost), new LibfuncBranch(partial, false, ap, cost)]);
    }

    public static ConcreteLibfunc GetOutput(LibfuncContext context)
    {
        CircuitInfo circuit = Circuit(context, 2);
        context.Require(CircuitInfo.IsComponent(context.Types[context.TypeArg(1)].GenericId), "a circuit component");
        context.Require(circuit.Values.ContainsKey(context.TypeArg(1)), "a value of the circuit");
        int outputs = context.Types.Get("CircuitOutputs", [context.Args[0]]);
        int u384 = TypePattern.Shape("u384").Resolve(context.Types, default);
        return context.One([outputs], [new(u384), new(Limbs(context, 4))], false, 5, new ConstCost(5));
    }

    public static ConcreteLibfunc IntoU96Guarantee(LibfuncContext context)
    {
        context.RequireArgs(1);
        IntegerRange range = context.Types.RangeOf(context.TypeArg(0));
        context.Require(range.Lower.Sign >= 0 && range.Upper <= BigInteger.One << 96, "a type of at most 96 bits");
        return context.Reinterpret(context.TypeArg(0), context.Types.Get("U96Guarantee", []));
    }

    public static ConcreteLibfunc LimbsLessThanVerify(LibfuncContext context)
    {
        context.RequireArgs(1);
        BigInteger limbs = context.ValueArg(0);
        context.Require(limbs > 1, "more than one limb");
        int guarantee = context.Types.Get("U96Guarantee", []);
        return new ConcreteLibfunc(context.GenericId, context.Args, [Limbs(context, limbs)],
        [
            LibfuncContext.Branch([new(Limbs(context, limbs - 1))], false, 1, new ConstCost(2)),
            LibfuncContext.Branch([new(guarantee, VariableOrigin.NewTemporary)], true, 1, new ConstCost(2)),
        ]);
    }

    private static int Limbs(LibfuncContext context, BigInteger count) =>
        context.Types.Get("U96LimbsLtGuarantee", [GenericArg.Integer(count)]);

    private static CircuitInfo Circuit(LibfuncContext context, int args)
    {
        context.RequireArgs(args);
        return context.Types[context.TypeArg(0)].Circuit ?? throw context.Invalid("a circuit");
    }
}
