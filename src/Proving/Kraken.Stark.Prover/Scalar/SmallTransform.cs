using System;
using Kraken.Circle;
using Kraken.Fields;

namespace Kraken.Stark.Prover.Scalar;

/// <summary>
/// The circle FFT layer by layer in scalars, on any part of a domain: for data below the vector kernels' size, and as their oracle.
/// </summary>
public static class SmallTransform
{
    /// <summary>All layers from the highest to 0 on part number <paramref name="part"/> of the domain.</summary>
    /// <param name="data">2^logSize canonical words.</param>
    /// <param name="logSize">log2 of the number of values.</param>
    /// <param name="domainLog">log2 of the canonic domain; at least logSize.</param>
    /// <param name="tree">The factors.</param>
    /// <param name="inverseFactors">True to use the inverses of the factors.</param>
    /// <param name="part">Which run of 2^logSize slots the data is.</param>
    public static void Forward(Span<uint> data, int logSize, int domainLog, TwiddleTree tree, bool inverseFactors, int part)
    {
        for (int layer = logSize - 1; layer >= 0; layer--)
        {
            int blocks = 1 << (logSize - layer - 1);
            for (int block = 0; block < blocks; block++)
            {
                M31 factor = Factor(tree, domainLog, layer, (part * blocks) + block, inverseFactors);
                for (int i = block << (layer + 1); i < (block << (layer + 1)) + (1 << layer); i++)
                {
                    M31 low = M31.FromCanonical(data[i]);
                    M31 product = M31.FromCanonical(data[i + (1 << layer)]) * factor;
                    data[i] = (low + product).Value;
                    data[i + (1 << layer)] = (low - product).Value;
                }
            }
        }
    }

    /// <summary>All layers from 0 upwards, then the factor 2^-logSize.</summary>
    /// <inheritdoc cref="Forward"/>
    public static void Inverse(Span<uint> data, int logSize, int domainLog, TwiddleTree tree, bool inverseFactors)
    {
        for (int layer = 0; layer < logSize; layer++)
        {
            for (int block = 0; block < 1 << (logSize - layer - 1); block++)
            {
                M31 factor = Factor(tree, domainLog, layer, block, inverseFactors);
                for (int i = block << (layer + 1); i < (block << (layer + 1)) + (1 << layer); i++)
                {
                    M31 low = M31.FromCanonical(data[i]);
                    M31 high = M31.FromCanonical(data[i + (1 << layer)]);
                    data[i] = (low + high).Value;
                    data[i + (1 << layer)] = ((low - high) * factor).Value;
                }
            }
        }

        M31 scale = M31.FromCanonical(1u << logSize).Inverse();
        foreach (ref uint value in data)
        {
            value = (M31.FromCanonical(value) * scale).Value;
        }
    }

    private static M31 Factor(TwiddleTree tree, int domainLog, int layer, int block, bool inverse) => (layer, inverse) switch
    {
        (0, false) => tree.Circle(domainLog, block),
        (0, true) => tree.CircleInverse(domainLog, block),
        (_, false) => tree.Line(domainLog, layer)[block],
        (_, true) => tree.LineInverse(domainLog, layer)[block],
    };
}
