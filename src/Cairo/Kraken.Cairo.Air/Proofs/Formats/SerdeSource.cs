using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using Kraken.Fields;

namespace Kraken.Cairo.Air.Proofs.Formats;

/// <summary>
/// Reads the data model shared by the JSON and the binary format. Fields must be asked for in order of declaration and
/// sequences read to their end, since the binary format has only its position. All members throw
/// <see cref="ProofFormatException"/> on input that does not fit.
/// </summary>
internal abstract class SerdeSource
{
    /// <summary>The name of the field being read.</summary>
    internal abstract string Where { get; }

    /// <summary>A named field of a structure.</summary>
    internal abstract SerdeSource Field(string name);

    /// <summary>Reads whether an optional value is present; if so the value follows at this source.</summary>
    internal abstract bool IsPresent();

    /// <summary>The elements of a sequence of any length.</summary>
    internal abstract IEnumerable<SerdeSource> Sequence();

    /// <summary>The elements of a tuple.</summary>
    internal abstract IEnumerable<SerdeSource> Tuple(int length);

    /// <summary>An unsigned integer of 1, 4 or 8 bytes, at most max.</summary>
    internal abstract ulong Integer(int bytes, ulong max);

    /// <summary>A unit variant of an enumeration, as its index.</summary>
    internal abstract int Variant(ImmutableArray<string> names);

    /// <summary>True if the sequence that follows is not empty and its first element a text; nothing is read.</summary>
    internal abstract bool HoldsTexts();

    /// <summary>A text of at most max ASCII characters.</summary>
    internal abstract string Text(int max);

    /// <summary>True if a STARK proof is followed by the prover's auxiliary data, which the binary format may have.</summary>
    internal virtual bool HasAuxiliaryData => false;

    /// <summary>An unsigned 32-bit integer.</summary>
    internal uint U32() => (uint)Integer(4, uint.MaxValue);

    /// <summary>An unsigned 32-bit integer at most max.</summary>
    internal int Int(int max) => (int)Integer(4, (ulong)max);

    /// <summary>A canonical element of the base field.</summary>
    internal M31 Base() => M31.FromCanonical((uint)Integer(4, M31.Modulus - 1));

    /// <summary>An element of the secure field, ((a, b), (c, d)).</summary>
    internal abstract QM31 Secure();

    /// <summary>A sequence of canonical base field elements.</summary>
    internal abstract M31[] Bases();

    /// <summary>A tuple of bytes.</summary>
    internal abstract void Bytes(Span<byte> destination);

    /// <summary>A sequence of at most a number of elements, read with one function per element.</summary>
    internal T[] Array<T>(Func<SerdeSource, T> element, int max = int.MaxValue)
    {
        List<T> values = [];
        foreach (SerdeSource source in Sequence())
        {
            if (values.Count == max)
            {
                throw new ProofFormatException(Where, $"at most {max} elements", "more");
            }

            values.Add(element(source));
        }

        return [.. values];
    }
}
