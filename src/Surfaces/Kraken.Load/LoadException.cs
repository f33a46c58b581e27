using System;

namespace Kraken.Load;

/// <summary>A run that cannot begin, for a reason that its user can mend: the message says which.</summary>
public sealed class LoadException : Exception
{
    /// <summary>An error without text.</summary>
    public LoadException()
    {
    }

    /// <summary>An error with what was expected and what was there.</summary>
    public LoadException(string message)
        : base(message)
    {
    }

    /// <summary>An error with its cause.</summary>
    public LoadException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
