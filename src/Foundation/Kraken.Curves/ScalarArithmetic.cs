using Kraken.Fields;

namespace Kraken.Curves;

/// <summary>Integers modulo the order of the Stark curve, held as field elements.</summary>
internal static class ScalarArithmetic
{
    private static readonly ModularInverse Inverter = CreateInverter();

    /// <summary>left * right modulo the order, of any two integers below the field's modulus.</summary>
    public static Felt Product(Felt left, Felt right) =>
        Felt.FromBigInteger(left.ToBigInteger() * right.ToBigInteger() % StarkCurve.Order);

    /// <summary>The inverse modulo the order of an integer in 1 .. order - 1; zero for zero.</summary>
    public static Felt Inverse(Felt value)
    {
        value.ToCanonicalLimbs(out ulong l0, out ulong l1, out ulong l2, out ulong l3);
        Inverter.Invert(l0, l1, l2, l3, out l0, out l1, out l2, out l3);
        return Felt.FromCanonicalLimbs(l0, l1, l2, l3);
    }

    private static ModularInverse CreateInverter()
    {
        Felt.FromBigInteger(StarkCurve.Order).ToCanonicalLimbs(out ulong l0, out ulong l1, out ulong l2, out ulong l3);
        return new ModularInverse(l0, l1, l2, l3);
    }
}
