using System;
using System.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace Kraken.Fields.Tests;

/// <summary>Random field elements, with the edges of the limbs and of the range more often than chance would give.</summary>
internal static class FieldGenerators
{
    public static Gen<M31> M31 { get; } = Gen.Frequency(
        (6, Gen.Choose(0, int.MaxValue - 1).Select(v => (M31)v)),
        (1, Gen.Choose(0, 3).Select(v => (M31)v)),
        (1, Gen.Choose(int.MaxValue - 4, int.MaxValue - 1).Select(v => (M31)v)));

    public static Gen<Felt> Felt { get; } = Gen.Frequency(
        (6, Gen.Choose(0, 255).ArrayOf(32).Select(Reduced)),
        (1, Gen.Elements<byte>(0, 255).ArrayOf(32).Select(b => Reduced(Array.ConvertAll(b, x => (int)x)))),
        (1, Gen.Choose(0, 251).Two().Select(p => (Felt)(Power(p.Item1) - Power(p.Item2)))));

    private static Felt Power(int exponent) => Fields.Felt.FromBigInteger(BigInteger.One << exponent);

    private static Felt Reduced(int[] bytes) => Fields.Felt.FromBytesBigEndianReduced(Array.ConvertAll(bytes, b => (byte)b));
}
