namespace Kraken.Storage;

/// <summary>One change of a batch.</summary>
/// <param name="Value">The new value; null removes the key.</param>
public readonly record struct StoreChange(byte[] Key, byte[]? Value);
