using System;
using System.Linq;
using System.Runtime.Intrinsics;
using FsCheck;
using FsCheck.Fluent;
using Kraken.Fields.Packed;
using Xunit;

namespace Kraken.Fields.Tests;

/// <summary>The packed fields against the scalar ones, lane by lane.</summary>
public sealed class PackedFieldTests
{
    private static readonly uint[] Edges = [0, 1, 2, 0x3fff_ffff, 0x4000_0000, M31.Modulus - 2, M31.Modulus - 1];

    private static readonly Gen<uint> Element = Gen.OneOf(
        Gen.Elements(Edges),
        Gen.Choose(0, (int)M31.Modulus - 1).Select(v => (uint)v));

    private static readonly Gen<uint[]> Block = Element.ArrayOf(16);

    private delegate T Pack<T>(ReadOnlySpan<uint> lanes);

    [Fact]
    public void EightLanesAgreeWithScalar() => LanesAgree<PackedM31>(lanes => new(Vector256.Create(lanes)));

    [Fact]
    public void SixteenLanesAgreeWithScalar() => LanesAgree<WideM31>(lanes => new(Vector512.Create(lanes)));

    [Fact]
    public void OneLaneAgreesWithScalar() => LanesAgree<ScalarM31>(lanes => new(M31.FromCanonical(lanes[0])));

    [Fact]
    public void PackedSecureFieldAgreesWithScalar()
    {
        Prop.ForAll(Element.ArrayOf(64).ToArbitrary(), block =>
        {
            PackedQM31<PackedM31> x = Secure(block);
            PackedQM31<PackedM31> y = Secure(block.AsSpan(32));
            PackedQM31<PackedM31> product = x * y;
            PackedQM31<PackedM31> sum = x + y;
            PackedQM31<PackedM31> difference = x - y;
            PackedQM31<PackedM31> byComplex = x * y.X0;
            return Enumerable.Range(0, 8).All(lane =>
                product[lane] == x[lane] * y[lane]
                && sum[lane] == x[lane] + y[lane]
                && difference[lane] == x[lane] - y[lane]
                && byComplex[lane] == x[lane] * y[lane].X0);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void BatchInversionGivesInverses()
    {
        Gen<uint[]> nonZero = Element.Select(v => Math.Max(v, 1)).ArrayOf(256);
        Prop.ForAll(nonZero.ToArbitrary(), values =>
        {
            uint[] scalar = new uint[values.Length];
            uint[] packed = new uint[values.Length];
            BatchInversion.Invert<ScalarM31>(values, scalar);
            BatchInversion.Invert<PackedM31>(values, packed);
            return scalar.SequenceEqual(packed)
                && values.Zip(packed, (v, inverse) => M31.FromCanonical(v) * M31.FromCanonical(inverse)).All(one => one == M31.One);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void SecureBatchInversionGivesInverses()
    {
        Gen<uint[]> nonZero = Element.Select(v => Math.Max(v, 1)).ArrayOf(256);
        Prop.ForAll(nonZero.ToArbitrary(), values =>
        {
            uint[] inverses = [.. values];
            BatchInversion.InvertSecure<PackedM31>(inverses.AsSpan());
            return Enumerable.Range(0, 64).All(i => At(values, i) * At(inverses, i) == QM31.One);
        }).QuickCheckThrowOnFailure();
    }

    private static QM31 At(uint[] runs, int i) => new(
        M31.FromCanonical(runs[i]), M31.FromCanonical(runs[64 + i]), M31.FromCanonical(runs[128 + i]), M31.FromCanonical(runs[192 + i]));

    private static PackedQM31<PackedM31> Secure(ReadOnlySpan<uint> runs) => new(
        new PackedM31(Vector256.Create(runs[..8])),
        new PackedM31(Vector256.Create(runs[8..16])),
        new PackedM31(Vector256.Create(runs[16..24])),
        new PackedM31(Vector256.Create(runs[24..32])));

    private static void LanesAgree<T>(Pack<T> pack)
        where T : unmanaged, IPackedM31<T>
    {
        Prop.ForAll(Block.Two().ToArbitrary(), pair =>
        {
            T x = pack(pair.Item1);
            T y = pack(pair.Item2);
            T sum = x + y;
            T difference = x - y;
            T product = x * y;
            T byDoubled = T.MultiplyDoubled(x, T.Doubled(y));
            T inverse = BatchInversion.Inverse(x);
            return Enumerable.Range(0, T.Width).All(lane =>
                sum[lane] == x[lane] + y[lane]
                && difference[lane] == x[lane] - y[lane]
                && product[lane] == x[lane] * y[lane]
                && byDoubled[lane] == product[lane]
                && inverse[lane] == (x[lane].IsZero ? M31.Zero : x[lane].Inverse()));
        }).QuickCheckThrowOnFailure();
    }
}
