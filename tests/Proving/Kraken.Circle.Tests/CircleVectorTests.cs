using System;
using System.Linq;
using System.Text.Json;
using Kraken.Fields;
using Xunit;

namespace Kraken.Circle.Tests;

/// <summary>The vectors of the independent reference.</summary>
public sealed class CircleVectorTests
{
    private static readonly JsonElement Vectors = SharedData.ReadJson("s-two", "field_circle_fft_vectors.json");

    [Fact]
    public void GeneratorIsTheReferenceGenerator()
    {
        uint[] generator = Numbers(Vectors.GetProperty("generator"));
        Assert.Equal(generator[0], CircleGroup.Generator.X.Value);
        Assert.Equal(generator[1], CircleGroup.Generator.Y.Value);
    }

    [Fact]
    public void DomainPointsLieInStorageOrder()
    {
        foreach (JsonElement entry in Vectors.GetProperty("circle").EnumerateArray())
        {
            CircleDomain domain = new CanonicCoset(entry.GetProperty("log_size").GetInt32()).CircleDomain;
            uint slot = 0;
            foreach (JsonElement expected in entry.GetProperty("circle_domain_points_bit_reversed_first8").EnumerateArray())
            {
                CirclePoint<M31> point = domain.AtSlot(slot++);
                Assert.Equal(Numbers(expected), new uint[] { point.X.Value, point.Y.Value });
            }

            Assert.True(slot > 1);
        }
    }

    [Fact]
    public void InterpolationAndExtensionMatch()
    {
        TwiddleTree twiddles = new(12);
        foreach (JsonElement entry in Vectors.GetProperty("circle_fft").EnumerateArray())
        {
            M31[] values = Elements(entry.GetProperty("evals_bit_reversed"));
            M31[] original = [.. values];
            M31[] coefficients = Elements(entry.GetProperty("coeffs"));
            CircleFft.Interpolate(values, twiddles);
            Assert.Equal(coefficients, values);
            CircleFft.Evaluate(values, twiddles);
            Assert.Equal(original, values);
            int logBlowup = (int)Math.Log2(entry.GetProperty("lde_blowup2_bit_reversed").GetArrayLength() / coefficients.Length);
            Assert.Equal(Elements(entry.GetProperty("lde_blowup2_bit_reversed")), CircleFft.Extend(coefficients, logBlowup, twiddles));
        }
    }

    [Fact]
    public void ExtensionFieldArithmeticMatches()
    {
        foreach (JsonElement entry in Vectors.GetProperty("qm31").EnumerateArray())
        {
            QM31 a = Secure(entry.GetProperty("a"));
            QM31 b = Secure(entry.GetProperty("b"));
            Assert.Equal(Secure(entry.GetProperty("add")), a + b);
            Assert.Equal(Secure(entry.GetProperty("sub")), a - b);
            Assert.Equal(Secure(entry.GetProperty("mul")), a * b);
            Assert.Equal(Secure(entry.GetProperty("inv_a")), a.Inverse());
        }
    }

    private static uint[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(e => e.GetUInt32())];

    private static M31[] Elements(JsonElement array) => [.. Numbers(array).Select(M31.FromCanonical)];

    private static QM31 Secure(JsonElement array)
    {
        M31[] c = Elements(array);
        return new(c[0], c[1], c[2], c[3]);
    }
}
