using System;

namespace Kraken.Air.Tests;

/// <summary>(x, y) to (x + y, x - y, x * y) on words, for tests.</summary>
internal sealed class SplitHint : Hint
{
    public static SplitHint Instance { get; } = new();

    public override string Name => "split";

    public override int Inputs => 2;

    public override int Outputs => 3;

    public override void EvaluateRow(IWitnessContext context, ReadOnlySpan<uint> inputs, Span<uint> outputs)
    {
        outputs[0] = inputs[0] + inputs[1];
        outputs[1] = inputs[0] - inputs[1];
        outputs[2] = inputs[0] * inputs[1];
    }
}
