using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Kraken.Farm.Objects;

/// <summary>
/// Bytes by key. Keys are names of small letters, digits, hyphens and dots, with slashes between. An object is there whole or not at all.
/// Members throw <see cref="FarmUnavailableException"/> where the store cannot be reached or takes no more. Safe for several threads.
/// </summary>
public interface IObjectStore
{
    /// <summary>Writes an object durably, over one that lies there.</summary>
    Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellation);

    /// <summary>Writes an object durably where none lies.</summary>
    /// <returns>False where one lies there, which stays as it is.</returns>
    Task<bool> PutNewAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellation);

    /// <summary>The bytes of an object; null where there is none.</summary>
    /// <param name="maxBytes">The most bytes that are read.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="InvalidDataException">It is larger.</exception>
    Task<byte[]?> ReadAsync(string key, int maxBytes, CancellationToken cancellation);

    /// <summary>Opens an object; null where there is none. Whoever asked disposes the stream.</summary>
    Task<Stream?> OpenAsync(string key, CancellationToken cancellation);

    /// <summary>Gives an object another key, over one that has it; nothing happens where there is none.</summary>
    Task MoveAsync(string key, string other, CancellationToken cancellation);

    /// <summary>Removes an object, where there is one.</summary>
    Task DeleteAsync(string key, CancellationToken cancellation);

    /// <summary>The keys that begin with a text, ascending.</summary>
    Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellation);
}
