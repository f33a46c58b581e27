using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Farm.Objects;

namespace Kraken.Farm.Tests.Workers;

/// <summary>A store that refuses when it is told to, as one does that is away or full.</summary>
internal sealed class FailingObjects(IObjectStore inner) : IObjectStore
{
    /// <summary>Whether a call is refused: its kind and key.</summary>
    public Func<string, string, bool> Refuses { get; set; } = (_, _) => false;

    public Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellation) =>
        Pass("put", key).PutAsync(key, content, cancellation);

    public Task<bool> PutNewAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellation) =>
        Pass("put", key).PutNewAsync(key, content, cancellation);

    public Task<byte[]?> ReadAsync(string key, int maxBytes, CancellationToken cancellation) =>
        Pass("read", key).ReadAsync(key, maxBytes, cancellation);

    public Task<Stream?> OpenAsync(string key, CancellationToken cancellation) => Pass("read", key).OpenAsync(key, cancellation);

    public Task MoveAsync(string key, string other, CancellationToken cancellation) => Pass("move", key).MoveAsync(key, other, cancellation);

    public Task DeleteAsync(string key, CancellationToken cancellation) => Pass("delete", key).DeleteAsync(key, cancellation);

    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellation) =>
        Pass("list", prefix).ListAsync(prefix, cancellation);

    private IObjectStore Pass(string what, string key) =>
        Refuses(what, key) ? throw new FarmUnavailableException($"cannot {what} {key}: 507 no room") : inner;
}
