using System;
using System.Collections.Generic;
using Kraken.Consensus.Engine.Storage;

namespace Kraken.Fuzz.Targets;

/// <summary>A validator's disk with one file, whatever its name.</summary>
/// <param name="content">Its content; null when there is none yet.</param>
internal sealed class SingleFile(byte[]? content) : IDurableStorage
{
    /// <summary>The content now.</summary>
    internal byte[]? Content { get; private set; } = content;

    /// <inheritdoc/>
    public IReadOnlyList<string> Names => [];

    /// <inheritdoc/>
    public byte[]? Read(string name) => Content;

    /// <inheritdoc/>
    public void Append(string name, ReadOnlySpan<byte> content) => Content = [.. Content ?? [], .. content];

    /// <inheritdoc/>
    public void Truncate(string name, long length) => Content = Content?[..(int)length];

    /// <inheritdoc/>
    public void Sync(string name)
    {
    }

    /// <inheritdoc/>
    public void Replace(string name, ReadOnlySpan<byte> content) => Content = content.ToArray();

    /// <inheritdoc/>
    public void Rename(string name, string other)
    {
    }

    /// <inheritdoc/>
    public void Delete(string name)
    {
    }
}
