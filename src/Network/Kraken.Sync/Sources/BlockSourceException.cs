using System;
using Kraken.Serialization;

namespace Kraken.Sync.Sources;

/// <summary>
/// A source did not give what it was asked for: it may be away, slow, or speak something else. Another one is asked. The message may hold
/// words of the source: it is not longer than a line, and plain.
/// </summary>
public sealed class BlockSourceException : Exception
{
    /// <summary>A failure without text.</summary>
    public BlockSourceException()
    {
    }

    /// <summary>A failure of the source.</summary>
    public BlockSourceException(string message)
        : base(ForeignText.Line(message, SyncLimits.MaxWords))
    {
    }

    /// <summary>A failure of the source with its cause.</summary>
    public BlockSourceException(string message, Exception innerException)
        : base(ForeignText.Line(message, SyncLimits.MaxWords), innerException)
    {
    }
}
