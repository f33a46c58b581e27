using System;

namespace Kraken.Watcher.Ranges;

/// <summary>The witness of blocks.</summary>
/// <param name="File">Its bytes.</param>
/// <param name="DecidedAt">The first block's timestamp.</param>
internal sealed record ReadWitness(ReadOnlyMemory<byte> File, DateTimeOffset DecidedAt);
