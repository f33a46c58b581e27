using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToCasm.Assembly;

/// <summary>The cells of constant types.</summary>
internal static class ConstValues
{
    // No constant of a contract comes near; nested types could otherwise expand without bound.
    private const int MaximumCells = 1 << 16;

    /// <summary>The cells of a constant: members in order, enums with selector and padding.</summary>
    /// <exception cref="SierraException">The data does not fit the type.</exception>
    public static List<BigInteger> Of(SierraRegistry registry, int type)
    {
        List<BigInteger> values = [];
        Stack<int> pending = new([type]);
        int steps = 0;
        while (pending.TryPop(out int next))
        {
            if (++steps > MaximumCells || values.Count > MaximumCells)
            {
                throw new SierraException(SierraErrorKind.TooLarge, "constant", type, $"at most {MaximumCells} cells", "more");
            }

            Append(registry, next, values, pending);
        }

        return values;
    }

    /// <summary>The selector of a variant: its index for up to two, else the jump into the table of a match.</summary>
    public static int Selector(int variants, int index) => variants <= 2 ? index : (2 * (variants - index)) - 1;

    private static void Append(SierraRegistry registry, int type, List<BigInteger> values, Stack<int> pending)
    {
        ConcreteType constant = registry.Types[type];
        if (constant.GenericId != "Const")
        {
            throw new SierraException(SierraErrorKind.Compilation, "constant", type, "a constant type", constant.GenericId);
        }

        int innerIndex = constant.Args[0].Index;
        ConcreteType inner = registry.Types[innerIndex];
        switch (inner.GenericId)
        {
            case "Struct":
                foreach (GenericArg member in constant.Args.Skip(1).Reverse())
                {
                    pending.Push(member.Index);
                }

                break;
            case "Enum":
                int variant = (int)constant.Args[1].Value;
                int[] variants = [.. inner.Members];
                values.Add(Selector(variants.Length, variant));
                int padding = registry.Types.SizeOf(innerIndex) - 1 - registry.Types.SizeOf(variants[variant]);
                values.AddRange(Enumerable.Repeat(BigInteger.Zero, padding));
                pending.Push(constant.Args[2].Index);
                break;
            case "NonZero":
                pending.Push(constant.Args[1].Index);
                break;
            default:
                values.AddRange(constant.Args.Skip(1).Select(a => a.Value));
                break;
        }
    }
}
