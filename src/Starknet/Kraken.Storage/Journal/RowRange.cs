namespace Kraken.Storage.Journal;

/// <summary>The rows of a batch.</summary>
/// <param name="Number">The number of the batch.</param>
/// <param name="Count">How many there are, numbered from 0.</param>
internal readonly record struct RowRange(ulong Number, int Count);
