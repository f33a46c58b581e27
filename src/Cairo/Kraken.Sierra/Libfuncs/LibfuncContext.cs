using System.Collections.Generic;
using System.Numerics;
using Kraken.Sierra.Metadata;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.Libfuncs;

/// <summary>What a library function is made from: its declaration, the types and the functions of the program.</summary>
internal sealed class LibfuncContext(int index, LibfuncDeclaration declaration, SierraProgram program, TypeRegistry types)
{
    public TypeRegistry Types => types;

    public IReadOnlyList<GenericArg> Args => declaration.Args;

    public SierraProgram Program => program;

    public string GenericId => declaration.GenericId;

    public int RangeCheck => Types.Get("RangeCheck", []);

    public int TypeArg(int position) => Arg(position, GenericArgKind.Type).Index;

    public BigInteger ValueArg(int position) => Arg(position, GenericArgKind.Value).Value;

    public SierraFunction FunctionArg(int position) => program.Functions[Arg(position, GenericArgKind.UserFunc).Index];

    public void RequireArgs(int count) => Require(Args.Count == count, $"{count} generic arguments");

    public void Require(bool condition, string expected)
    {
        if (!condition)
        {
            throw Invalid(expected);
        }
    }

    public SierraException Invalid(string expected) =>
        new(SierraErrorKind.InvalidLibfunc, $"library function {declaration.GenericId}", index, expected, declaration.Name);

    /// <summary>A library function that only gives its parameter another type.</summary>
    public ConcreteLibfunc Reinterpret(int from, int to) =>
        One([from], [new BranchVariable(to, VariableOrigin.SameAsParameter)], true, 0, default);

    /// <summary>A library function of a single branch with known costs.</summary>
    public ConcreteLibfunc One(int[] parameters, BranchVariable[] outputs, bool keepsStack, int apChange, ConstCost cost) =>
        new(GenericId, Args, parameters, [Branch(outputs, keepsStack, apChange, cost)]);

    public static LibfuncBranch Branch(BranchVariable[] outputs, bool keepsStack, int apChange, ConstCost cost) =>
        new(outputs, keepsStack, new ApEffect(ApEffectKind.Known, apChange), new BranchCost(BranchCostKind.Regular, cost));

    private GenericArg Arg(int position, GenericArgKind kind)
    {
        Require(position < Args.Count && Args[position].Kind == kind, $"generic argument {position} of kind {kind}");
        return Args[position];
    }
}
