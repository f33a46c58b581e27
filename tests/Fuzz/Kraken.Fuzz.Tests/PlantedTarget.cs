using System;
using System.Collections.Generic;
using Kraken.Fuzz.Targets;

namespace Kraken.Fuzz.Tests;

/// <summary>A decoder with a defect, over one genuine input.</summary>
internal sealed class PlantedTarget(InputShape shape, byte[] seed, Func<byte[], object?> decode, Action<object>? law = null) : FuzzTarget
{
    internal override string Name => "planted";

    internal override string Decodes => "what a test plants";

    internal override InputShape Shape => shape;

    internal override FuzzBounds Bounds { get; } = new(1 << 16, 16, TimeSpan.FromMilliseconds(200));

    internal override int MaxInputBytes => 1 << 12;

    internal override IEnumerable<byte[]> Seeds() => [seed];

    internal override object? Decode(byte[] input) => decode(input);

    internal override void Check(object decoded, byte[] input) => law?.Invoke(decoded);
}
