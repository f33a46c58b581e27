using System.Collections.Immutable;
using Kraken.Fields;

namespace Kraken.Cairo.Air.Proofs.Formats;

/// <summary>Writes the data model shared by the JSON and the binary format.</summary>
internal abstract class SerdeSink
{
    /// <summary>Starts a structure.</summary>
    internal abstract void BeginStructure();

    /// <summary>Names the next value of a structure.</summary>
    internal abstract void Field(string name);

    /// <summary>Closes the structure that was started last.</summary>
    internal abstract void EndStructure();

    /// <summary>Starts a sequence of any length.</summary>
    internal abstract void BeginSequence(int length);

    /// <summary>Starts a tuple, whose length the format knows.</summary>
    internal abstract void BeginTuple();

    /// <summary>Ends a sequence or tuple.</summary>
    internal abstract void End();

    /// <summary>An absent optional value.</summary>
    internal abstract void None();

    /// <summary>Says that an optional value follows.</summary>
    internal abstract void Some();

    /// <summary>An unsigned integer of 1, 4 or 8 bytes.</summary>
    internal abstract void Integer(int bytes, ulong value);

    /// <summary>A unit variant of an enumeration.</summary>
    internal abstract void Variant(ImmutableArray<string> names, int index);

    /// <summary>A text of ASCII characters.</summary>
    internal abstract void Text(string value);

    /// <summary>A named 32-bit integer.</summary>
    internal void U32(string name, long value)
    {
        Field(name);
        Integer(4, (ulong)value);
    }

    /// <summary>An element of the secure field, ((a, b), (c, d)).</summary>
    internal void Secure(QM31 value)
    {
        BeginTuple();
        for (int half = 0; half < 2; half++)
        {
            BeginTuple();
            Integer(4, value[2 * half].Value);
            Integer(4, value[(2 * half) + 1].Value);
            End();
        }

        End();
    }
}
