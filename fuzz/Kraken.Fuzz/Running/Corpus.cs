using System;
using System.Collections.Generic;

namespace Kraken.Fuzz.Running;

/// <summary>The inputs that others are made from: the seeds, and those that took the code new ways. Bounded in count and bytes.</summary>
internal sealed class Corpus
{
    private const int MaxInputs = 20_000;
    private const long MaxBytes = 512L << 20;

    private readonly List<byte[]> inputs = [];
    private long bytes;

    /// <summary>How many there are.</summary>
    internal int Count => inputs.Count;

    /// <summary>An input by its place; the first ones are the seeds.</summary>
    internal byte[] this[int index] => inputs[index];

    /// <summary>Adds an input; false when it is full.</summary>
    internal bool Add(byte[] input)
    {
        if (inputs.Count >= MaxInputs || bytes + input.Length > MaxBytes)
        {
            return false;
        }

        inputs.Add(input);
        bytes += input.Length;
        return true;
    }

    /// <summary>Draws an input; half of the draws are among the newest quarter, which lead on.</summary>
    internal byte[] Draw(Random random)
    {
        int newest = inputs.Count / 4;
        int from = newest > 0 && random.Next(2) == 0 ? inputs.Count - newest : 0;
        return inputs[random.Next(from, inputs.Count)];
    }
}
