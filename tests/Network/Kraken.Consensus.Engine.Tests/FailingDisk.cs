using System;
using System.Collections.Generic;
using System.IO;
using Kraken.Consensus.Engine.Storage;
using Kraken.Storage.Files;

namespace Kraken.Consensus.Engine.Tests;

/// <summary>
/// A disk that fails, as told, to make something durable, and forgets the next time that it did. It remembers what was asked of it.
/// </summary>
internal sealed class FailingDisk(IDurableStorage inner) : IDurableStorage
{
    /// <summary>True while it fails.</summary>
    public Func<string, bool> Fails { get; set; } = _ => false;

    /// <summary>What changed the disk, in order: a verb and a name.</summary>
    public List<string> Done { get; } = [];

    public IReadOnlyList<string> Names => inner.Names;

    public byte[]? Read(string name) => inner.Read(name);

    public void Append(string name, ReadOnlySpan<byte> content)
    {
        Done.Add("append " + name);
        inner.Append(name, content);
    }

    public void Truncate(string name, long length)
    {
        Done.Add("truncate " + name);
        inner.Truncate(name, length);
    }

    public void Sync(string name)
    {
        Do("sync", name);
        inner.Sync(name);
    }

    public void Replace(string name, ReadOnlySpan<byte> content)
    {
        Do("replace", name);
        inner.Replace(name, content);
    }

    public void Delete(string name) => inner.Delete(name);

    private void Do(string verb, string name)
    {
        Done.Add($"{verb} {name}");
        if (Fails(name))
        {
            throw new SyncFailedException(name, new IOException("input/output error"));
        }
    }
}
