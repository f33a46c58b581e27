using System;
using System.Collections.Generic;
using Kraken.Storage.Files;

namespace Kraken.Consensus.Engine.Storage;

/// <summary>The few files in which a validator remembers what it must not forget. A crash may cut off whatever was not synced.</summary>
/// <remarks>
/// A disk that is full or refuses throws <see cref="System.IO.IOException"/>, and the call may be repeated; after a
/// <see cref="SyncFailedException"/> nothing may be: what is on the disk is not known any more.
/// </remarks>
public interface IDurableStorage
{
    /// <summary>The names of the files.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>The content of a file; null when there is none.</summary>
    byte[]? Read(string name);

    /// <summary>Appends to a file, which is made when there is none. Not durable before <see cref="Sync"/>.</summary>
    void Append(string name, ReadOnlySpan<byte> content);

    /// <summary>Cuts a file to a length.</summary>
    void Truncate(string name, long length);

    /// <summary>Makes the content of a file, and that it exists, durable.</summary>
    void Sync(string name);

    /// <summary>
    /// Replaces a file by a new content, durably: after a crash either all of the old or all of the new content is there.
    /// </summary>
    void Replace(string name, ReadOnlySpan<byte> content);

    /// <summary>Deletes a file, if it is there.</summary>
    void Delete(string name);
}
