using System;
using System.Collections.Generic;
using System.IO;
using Kraken.Consensus.Engine.Storage;

namespace Kraken.Consensus.Engine.Tests;

/// <summary>A disk that takes the first bytes of a write and refuses the rest.</summary>
internal sealed class FullDisk(IDurableStorage inner) : IDurableStorage
{
    /// <summary>How many bytes of a write it takes.</summary>
    public int Takes { get; set; } = int.MaxValue;

    public IReadOnlyList<string> Names => inner.Names;

    public byte[]? Read(string name) => inner.Read(name);

    public void Append(string name, ReadOnlySpan<byte> content)
    {
        inner.Append(name, content[..Math.Min(Takes, content.Length)]);
        if (content.Length > Takes)
        {
            throw new IOException("no space left on device");
        }
    }

    public void Truncate(string name, long length) => inner.Truncate(name, length);

    public void Sync(string name) => inner.Sync(name);

    public void Replace(string name, ReadOnlySpan<byte> content) => inner.Replace(name, content);

    public void Delete(string name) => inner.Delete(name);
}
