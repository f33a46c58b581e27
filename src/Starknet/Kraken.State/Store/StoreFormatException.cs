using System.IO;

namespace Kraken.State.Store;

/// <summary>The store holds a chain in the records of another version of this program.</summary>
public sealed class StoreFormatException(string message) : IOException(message);
