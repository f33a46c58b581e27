using System;
using System.Collections.Generic;
using Kraken.Air;

namespace Kraken.Stark.Prover.Tests.Oracles;

/// <summary>The deduction operations of a witness tape, word by word.</summary>
internal static class WordOracle
{
    /// <summary>Every binary operation of words.</summary>
    public static IReadOnlyDictionary<AirOp, Func<uint, uint, uint>> Binary { get; } = new Dictionary<AirOp, Func<uint, uint, uint>>
    {
        [AirOp.And] = (x, y) => x & y,
        [AirOp.Or] = (x, y) => x | y,
        [AirOp.Xor] = (x, y) => x ^ y,
        [AirOp.WrappingAdd] = (x, y) => x + y,
        [AirOp.WrappingSubtract] = (x, y) => x - y,
        [AirOp.WrappingMultiply] = (x, y) => x * y,
        [AirOp.Equal] = (x, y) => x == y ? 1u : 0,
        [AirOp.Less] = (x, y) => x < y ? 1u : 0,
    };

    /// <summary>A shift by 0 to 32 bits.</summary>
    public static uint Shift(bool left, uint word, int amount) => (uint)(left ? (ulong)word << amount : (ulong)word >> amount);
}
