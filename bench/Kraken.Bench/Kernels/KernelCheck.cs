using System;
using System.Collections.Generic;
using System.Linq;

namespace Kraken.Bench.Kernels;

/// <summary>Kernels and oracles must agree before one of them is timed.</summary>
internal static class KernelCheck
{
    /// <summary>Compares all kernels with their oracles.</summary>
    /// <exception cref="InvalidOperationException">A result differs.</exception>
    internal static void All()
    {
        FieldKernels.Check();
        HashKernels.Check();
        CurveKernels.Check();
        TrieKernels.Check();
    }

    /// <summary>Compares two results of a kernel.</summary>
    internal static void Same<T>(string kernel, T got, T expected)
    {
        if (!EqualityComparer<T>.Default.Equals(got, expected))
        {
            throw new InvalidOperationException($"{kernel} gave {got}, expected {expected}");
        }
    }

    /// <summary>Compares two results of a kernel.</summary>
    internal static void Same<T>(string kernel, ReadOnlySpan<T> got, ReadOnlySpan<T> expected)
    {
        if (!got.SequenceEqual(expected, EqualityComparer<T>.Default))
        {
            throw new InvalidOperationException($"{kernel} gave {Text(got)}, expected {Text(expected)}");
        }
    }

    private static string Text<T>(ReadOnlySpan<T> values) => string.Join(' ', values.ToArray());
}
