using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Storage.Files;

namespace Kraken.Farm.Objects;

/// <summary>Objects as files of a folder, the parts of a key as folders: for one machine, or a file system that workers share.</summary>
/// <param name="root">The folder; made when something is written.</param>
public sealed class FileObjects(string root) : IObjectStore
{
    // Others may write here too: links lead elsewhere or round, and what is closed to this process is not of it.
    private static readonly EnumerationOptions Everything = new()
    {
        RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true, MaxRecursionDepth = 16,
    };

    /// <inheritdoc/>
    public Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellation) =>
        DoAsync($"write {key}", () => Put(key, content.Span, overwrite: true), cancellation);

    /// <inheritdoc/>
    public Task<bool> PutNewAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellation) =>
        DoAsync($"write {key}", () => !File.Exists(PathOf(key)) && Put(key, content.Span, overwrite: false), cancellation);

    /// <inheritdoc/>
    public Task<byte[]?> ReadAsync(string key, int maxBytes, CancellationToken cancellation) => DoAsync(
        $"read {key}",
        () =>
        {
            string path = PathOf(key);
            return !File.Exists(path) ? null : BoundedFile.Read(path, maxBytes);
        },
        cancellation);

    /// <inheritdoc/>
    public Task<Stream?> OpenAsync(string key, CancellationToken cancellation) => DoAsync<Stream?>(
        $"read {key}",
        () => File.Exists(PathOf(key)) ? new FileStream(PathOf(key), FileMode.Open, FileAccess.Read, FileShare.Read) : null,
        cancellation);

    /// <inheritdoc/>
    public Task MoveAsync(string key, string other, CancellationToken cancellation) => DoAsync(
        $"move {key}",
        () =>
        {
            if (File.Exists(PathOf(key)))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(PathOf(other))!);
                File.Move(PathOf(key), PathOf(other), overwrite: true);
            }

            return true;
        },
        cancellation);

    /// <inheritdoc/>
    public Task DeleteAsync(string key, CancellationToken cancellation) => DoAsync(
        $"delete {key}",
        () =>
        {
            if (File.Exists(PathOf(key)))
            {
                File.Delete(PathOf(key));
            }

            return true;
        },
        cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellation) => DoAsync<IReadOnlyList<string>>(
        $"list {prefix}",
        () =>
        {
            string folder = PathOf(prefix[..(prefix.LastIndexOf('/') + 1)]);
            return !Directory.Exists(folder) ? [] :
            [
                .. Directory.EnumerateFiles(folder, "*", Everything)
                    .Select(path => Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/'))
                    .Where(key => key.StartsWith(prefix, StringComparison.Ordinal)
                        && !key.Contains(UnfinishedEntry.Prefix, StringComparison.Ordinal))
                    .Order(StringComparer.Ordinal),
            ];
        },
        cancellation);

    private static Task<T> DoAsync<T>(string what, Func<T> work, CancellationToken cancellation) => Task.Run(
        () =>
        {
            try
            {
                return work();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new FarmUnavailableException($"cannot {what}: {exception.Message}");
            }
        },
        cancellation);

    private string PathOf(string key) => Path.Combine(root, key);

    private bool Put(string key, ReadOnlySpan<byte> content, bool overwrite)
    {
        string path = PathOf(key);
        string folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        string beside = UnfinishedEntry.In(folder);
        try
        {
            DurableFile.Create(beside, content);
            if (!overwrite)
            {
                return DurableFile.TryRename(beside, path);
            }

            DurableFile.Rename(beside, path);
            return true;
        }
        finally
        {
            File.Delete(beside);
        }
    }
}
