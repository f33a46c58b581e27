using System;

namespace Kraken.State.Store;

/// <summary>The store holds something that this program did not write there.</summary>
public sealed class DamagedStoreException(string message) : Exception(message);
