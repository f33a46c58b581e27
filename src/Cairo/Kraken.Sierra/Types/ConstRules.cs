using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Curves;
using Kraken.Fields;

namespace Kraken.Sierra.Types;

/// <summary>Checks the data of constant types: Const&lt;type, data..&gt;.</summary>
internal sealed class ConstRules(SierraProgram program, Func<int, int, TypeFlags> infoOf)
{
    private static readonly BigInteger U256 = UserTypeNames.Identity("core::integer::u256");
    private static readonly BigInteger U512 = UserTypeNames.Identity("core::integer::u512");

    public void Check(int index, TypeDeclaration d)
    {
        bool valid = d.Args.Count >= 1 && d.Args[0].Kind == GenericArgKind.Type && IsValid(d.Args[0].Index, d.Args, index);
        if (!valid)
        {
            throw new SierraException(SierraErrorKind.InvalidType, $"data of the constant type {d.Name}", index);
        }
    }

    private bool IsValid(int inner, IReadOnlyList<GenericArg> args, int user)
    {
        infoOf(inner, user);
        TypeDeclaration type = program.Types[inner];
        switch (type.GenericId)
        {
            case "Struct":
                return IsStruct(type, args);
            case "Enum":
                return args is [_, { Kind: GenericArgKind.Value } selector, { Kind: GenericArgKind.Type } data]
                    && selector.Value.Sign >= 0 && selector.Value < type.Args.Count - 1
                    && ConstOf(data) == type.Args[(int)selector.Value + 1].Index;
            case "NonZero":
                return args is [_, { Kind: GenericArgKind.Type } value]
                    && type.Args.Count == 1 && ConstOf(value) == type.Args[0].Index && IsNonZero(value.Index);
            case "EcPoint":
                return args is [_, { Kind: GenericArgKind.Value } x, { Kind: GenericArgKind.Value } y] && IsOnCurve(x.Value, y.Value);
            default:
                IntegerRange? range = type.GenericId is "ContractAddress" or "ClassHash"
                    ? new IntegerRange(BigInteger.Zero, BigInteger.One << 251)
                    : IntegerRange.Of(type.GenericId, type.Args);
                return args is [_, { Kind: GenericArgKind.Value } number] && range is { } r && r.Contains(number.Value);
        }
    }

    private bool IsStruct(TypeDeclaration type, IReadOnlyList<GenericArg> args)
    {
        if (args.Count != type.Args.Count)
        {
            return false;
        }

        for (int i = 1; i < args.Count; i++)
        {
            if (args[i].Kind != GenericArgKind.Type || ConstOf(args[i]) != type.Args[i].Index)
            {
                return false;
            }
        }

        return true;
    }

    // The type that a constant type is a constant of, or -1.
    private int ConstOf(GenericArg arg)
    {
        TypeDeclaration type = program.Types[arg.Index];
        return type.GenericId == "Const" && type.Args.Count >= 1 && type.Args[0].Kind == GenericArgKind.Type ? type.Args[0].Index : -1;
    }

    private bool IsNonZero(int constType)
    {
        IReadOnlyList<GenericArg> args = program.Types[constType].Args;
        TypeDeclaration inner = program.Types[args[0].Index];
        if (inner.GenericId == "EcPoint")
        {
            return args is [_, { Kind: GenericArgKind.Value }, { Kind: GenericArgKind.Value } y] && !y.Value.IsZero;
        }

        if (inner.GenericId != "Struct")
        {
            return args is [_, { Kind: GenericArgKind.Value } value]
                && !value.Value.IsZero
                && IntegerRange.Of(inner.GenericId, inner.Args) is not null;
        }

        bool known = inner.Args.Count > 0
            && ((args.Count == 3 && inner.Args[0].Value == U256) || (args.Count == 5 && inner.Args[0].Value == U512));
        return known && args.Skip(1).All(a => a.Kind == GenericArgKind.Type) && args.Skip(1).Any(a => IsNonZeroLimb(a.Index));
    }

    private bool IsNonZeroLimb(int constType) =>
        program.Types[constType].Args is [_, { Kind: GenericArgKind.Value } limb] && !limb.Value.IsZero;

    private static bool IsOnCurve(BigInteger x, BigInteger y)
    {
        if (x.IsZero && y.IsZero)
        {
            return true;
        }

        if (x.Sign < 0 || y.Sign < 0 || x >= Felt.Modulus || y >= Felt.Modulus)
        {
            return false;
        }

        return StarkCurve.RightSide(Felt.FromBigInteger(x)) == Felt.FromBigInteger(y).Square();
    }
}
