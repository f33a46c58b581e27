using System.Numerics;

namespace Kraken.Cairo0.Code;

/// <summary>The words of one instruction, in [0, P).</summary>
/// <param name="First">The instruction, or a word of data.</param>
/// <param name="Immediate">The immediate, if there is one.</param>
internal readonly record struct CodeWords(BigInteger First, BigInteger? Immediate)
{
    /// <summary>1, or 2 with an immediate.</summary>
    public int Size => Immediate is null ? 1 : 2;
}
