using System;
using System.Collections.Generic;

namespace Kraken.Fuzz.Targets;

/// <summary>
/// A decoder of foreign bytes and what holds for it: for every input it gives a value or its own refusal, throws nothing else, and stays
/// within its bounds; what it took keeps its laws.
/// </summary>
internal abstract class FuzzTarget
{
    /// <summary>Its name on the command line.</summary>
    internal abstract string Name { get; }

    /// <summary>What it decodes, and where such bytes come from.</summary>
    internal abstract string Decodes { get; }

    /// <summary>What inputs look like.</summary>
    internal abstract InputShape Shape { get; }

    /// <summary>What decoding may take.</summary>
    internal abstract FuzzBounds Bounds { get; }

    /// <summary>The longest input, in bytes.</summary>
    internal virtual int MaxInputBytes => 1 << 18;

    /// <summary>True when the decoder works on other threads than its caller's: the whole process is then measured, by the clock.</summary>
    internal virtual bool UsesOtherThreads => false;

    /// <summary>Genuine inputs.</summary>
    internal abstract IEnumerable<byte[]> Seeds();

    /// <summary>Decodes an input.</summary>
    /// <returns>What it holds; null when the decoder refuses it in its own way.</returns>
    /// <exception cref="Exception">Whatever is thrown is a finding.</exception>
    internal abstract object? Decode(byte[] input);

    /// <summary>Checks the laws of what was decoded, such as that its encoding decodes to the same.</summary>
    /// <exception cref="BrokenLawException">One does not hold.</exception>
    internal abstract void Check(object decoded, byte[] input);
}
