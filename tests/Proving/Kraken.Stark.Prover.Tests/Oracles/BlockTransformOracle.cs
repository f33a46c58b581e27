using System;
using Kraken.Circle;
using Kraken.Fields;

namespace Kraken.Stark.Prover.Tests.Oracles;

/// <summary>The six lowest layers of the inverse transform on one block of 64 values of a domain, layer by layer.</summary>
internal static class BlockTransformOracle
{
    /// <summary>Transforms a block, then multiplies by a power of two.</summary>
    /// <param name="data">The block's 64 values.</param>
    /// <param name="domainLog">log2 of the domain.</param>
    /// <param name="part">Which block of the domain it is.</param>
    /// <param name="shift">log2 of the factor.</param>
    /// <param name="tree">The factors.</param>
    public static void Inverse(Span<uint> data, int domainLog, int part, int shift, TwiddleTree tree)
    {
        for (int layer = 0; layer < 6; layer++)
        {
            for (int i = 0; i < 64; i += i % (2 << layer) == (1 << layer) - 1 ? (1 << layer) + 1 : 1)
            {
                int block = ((64 * part) + i) >> (layer + 1);
                M31 factor = layer == 0 ? tree.CircleInverse(domainLog, block) : tree.LineInverse(domainLog, layer)[block];
                M31 low = M31.FromCanonical(data[i]), high = M31.FromCanonical(data[i + (1 << layer)]);
                data[i] = (low + high).Value;
                data[i + (1 << layer)] = ((low - high) * factor).Value;
            }
        }

        foreach (ref uint value in data)
        {
            value = (M31.FromCanonical(value) * (M31)(1 << shift)).Value;
        }
    }
}
