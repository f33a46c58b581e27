using System;

namespace Kraken.Cairo.Prover.Witness;

/// <summary>The run cannot be proved: its input is inconsistent or beyond the limits of the AIR.</summary>
public sealed class ProvingException : Exception
{
    /// <summary>An exception without a message.</summary>
    public ProvingException()
    {
    }

    /// <summary>An exception with a message.</summary>
    public ProvingException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and its cause.</summary>
    public ProvingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
