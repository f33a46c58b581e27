using System;

namespace Kraken.Fuzz.Targets;

/// <summary>What a decoder may take of the machine for one input.</summary>
/// <param name="FixedBytes">Bytes that it may allocate for any input.</param>
/// <param name="BytesPerByte">Bytes that it may allocate for each byte of the input beside those.</param>
/// <param name="Time">The processor time that it may take.</param>
internal sealed record FuzzBounds(long FixedBytes, long BytesPerByte, TimeSpan Time)
{
    /// <summary>Of a binary decoder: the content once as objects, and the growth of their lists.</summary>
    internal static FuzzBounds Binary { get; } = new(1 << 16, 64, TimeSpan.FromSeconds(1));

    /// <summary>
    /// Of a decoder of JSON. "0," is a felt of 32 bytes, in a list that was copied as it grew, and a token of 12 bytes, of a table that
    /// was copied too.
    /// </summary>
    internal static FuzzBounds Json { get; } = new(1 << 18, 128, TimeSpan.FromSeconds(2));

    /// <summary>The most bytes for an input of a length.</summary>
    internal long BytesFor(int length) => FixedBytes + (BytesPerByte * length);
}
