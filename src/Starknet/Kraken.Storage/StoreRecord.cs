namespace Kraken.Storage;

/// <summary>A record. The arrays belong to the receiver only for reading: a store may share them.</summary>
/// <param name="Key">The whole key, with its table prefix.</param>
public readonly record struct StoreRecord(byte[] Key, byte[] Value);
