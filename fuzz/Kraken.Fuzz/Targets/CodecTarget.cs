using System;
using System.Collections.Generic;

namespace Kraken.Fuzz.Targets;

/// <summary>A decoder with or without an encoder.</summary>
/// <typeparam name="T">What is decoded.</typeparam>
/// <param name="name">The target's name.</param>
/// <param name="decodes">What it decodes.</param>
/// <param name="shape">What inputs look like.</param>
/// <param name="decode">The decoder; null for what it refuses.</param>
/// <param name="seeds">Genuine inputs.</param>
internal sealed class CodecTarget<T>(
    string name, string decodes, InputShape shape, Func<byte[], T?> decode, Func<IEnumerable<byte[]>> seeds) : FuzzTarget
    where T : class
{
    /// <inheritdoc/>
    internal override string Name => name;

    /// <inheritdoc/>
    internal override string Decodes => decodes;

    /// <inheritdoc/>
    internal override InputShape Shape => shape;

    /// <inheritdoc/>
    internal override FuzzBounds Bounds => Limits ?? (shape is InputShape.Binary or InputShape.Text ? FuzzBounds.Binary : FuzzBounds.Json);

    /// <inheritdoc/>
    internal override int MaxInputBytes => Longest;

    /// <inheritdoc/>
    internal override bool UsesOtherThreads => IsThreaded;

    /// <summary>The bounds where those of the shape are not right.</summary>
    internal FuzzBounds? Limits { get; init; }

    /// <summary>The longest input, in bytes.</summary>
    internal int Longest { get; init; } = 1 << 18;

    /// <summary>Whether the decoder works on other threads than its caller's.</summary>
    internal bool IsThreaded { get; init; }

    /// <summary>The encoder; null where there is none.</summary>
    internal Func<T, byte[]>? Encode { get; init; }

    /// <summary>Whether one content has one encoding: what is taken is then what the encoder writes.</summary>
    internal bool IsCanonical { get; init; }

    /// <summary>A law of its own, which throws where it does not hold.</summary>
    internal Action<T, byte[]>? Law { get; init; }

    /// <inheritdoc/>
    internal override IEnumerable<byte[]> Seeds() => seeds();

    /// <inheritdoc/>
    internal override object? Decode(byte[] input) => decode(input);

    /// <inheritdoc/>
    internal override void Check(object decoded, byte[] input)
    {
        T value = (T)decoded;
        Law?.Invoke(value, input);
        if (Encode is null)
        {
            return;
        }

        byte[] encoded = Encode(value);
        if (IsCanonical)
        {
            Require(encoded.AsSpan().SequenceEqual(input), "an input that is taken is what the encoder writes");
            return;
        }

        T again = decode(encoded) ?? throw new BrokenLawException("what the encoder writes is taken");
        Require(Encode(again).AsSpan().SequenceEqual(encoded), "what was encoded decodes to the same");
    }

    private static void Require(bool holds, string law)
    {
        if (!holds)
        {
            throw new BrokenLawException(law);
        }
    }
}
