using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Consensus.Engine.Storage;

namespace Kraken.Consensus.Engine.Tests;

/// <summary>Files in memory, open to the test.</summary>
internal sealed class MemoryDisk : IDurableStorage
{
    public SortedDictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Names => [.. Files.Keys];

    public byte[]? Read(string name) => Files.TryGetValue(name, out byte[]? content) ? [.. content] : null;

    public void Append(string name, ReadOnlySpan<byte> content) => Files[name] = [.. Files.GetValueOrDefault(name) ?? [], .. content];

    public void Truncate(string name, long length) => Files[name] = [.. Files[name].Take((int)length)];

    public void Sync(string name)
    {
    }

    public void Replace(string name, ReadOnlySpan<byte> content) => Files[name] = content.ToArray();

    public void Delete(string name) => Files.Remove(name);
}
