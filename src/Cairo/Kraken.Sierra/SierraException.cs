using System;

namespace Kraken.Sierra;

/// <summary>Carries a <see cref="SierraError"/> from deep inside a decoder to its Try method; it never leaves the Try methods.</summary>
public sealed class SierraException : Exception
{
    /// <summary>Wraps an error.</summary>
    public SierraException(SierraError error)
        : base(error.ToString()) => Error = error;

    /// <summary>Builds an error and wraps it.</summary>
    public SierraException(SierraErrorKind kind, string what, int where = -1, string expected = "", string got = "")
        : this(new SierraError(kind, what, where, expected, got))
    {
    }

    /// <summary>The error carried.</summary>
    public SierraError Error { get; }
}
