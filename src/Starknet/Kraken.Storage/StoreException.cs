using System;

namespace Kraken.Storage;

/// <summary>The store's medium failed: disk full, file damaged, file locked by another process.</summary>
public sealed class StoreException : Exception
{
    /// <summary>Says what was being done and what the medium answered.</summary>
    public StoreException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
