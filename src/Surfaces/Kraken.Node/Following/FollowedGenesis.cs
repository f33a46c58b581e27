using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Node.Configuration;
using Kraken.Starknet.Genesis;
using Kraken.Storage.Files;
using Kraken.Sync.Sources;

namespace Kraken.Node.Following;

/// <summary>
/// The genesis file of a chain that is followed: the user's, or one that a source serves and whose hash the user gives. It stays in the
/// follower's folder, which is of that chain from then on.
/// </summary>
internal static class FollowedGenesis
{
    /// <summary>Finds the file, and keeps it.</summary>
    /// <param name="options">The follower's options.</param>
    /// <param name="sources">Where it is fetched, one after another, when the folder has none and the user names none.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="InvalidDataException">There is none, or it is another than it has to be.</exception>
    internal static async Task<byte[]> ObtainAsync(
        FollowOptions options, IReadOnlyCollection<HttpBlockSource> sources, CancellationToken cancellation)
    {
        string path = Path.Combine(options.Folder, GenesisFile.FileName);
        byte[]? given = options.GenesisPath is { } own ? BoundedFile.Read(own, GenesisBounds.MaxFileBytes) : null;
        if (given is not null)
        {
            Require(options, given, options.GenesisPath!);
        }

        if (File.Exists(path))
        {
            byte[] kept = BoundedFile.Read(path, GenesisBounds.MaxFileBytes);
            Require(options, kept, path);
            return given is null || given.AsSpan().SequenceEqual(kept)
                ? kept
                : throw new InvalidDataException(
                    $"{options.Folder}: expected the folder of the chain of {options.GenesisPath} (SHA-256 {HashOf(given)}), got one of "
                    + $"another genesis file (SHA-256 {HashOf(kept)})");
        }

        byte[] content = given ?? await FetchAsync(options, sources, cancellation).ConfigureAwait(false);

        // What does not parse is not kept.
        GenesisFile.Parse(content, options.GenesisPath ?? "the genesis file of the source");
        DurableFile.Replace(path, content);
        return content;
    }

    private static string HashOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static void Require(FollowOptions options, byte[] content, string name)
    {
        if (Problem(options, content, name) is { } problem)
        {
            throw new InvalidDataException(problem);
        }
    }

    private static string? Problem(FollowOptions options, byte[] content, string name) =>
        options.GenesisHash.IsEmpty || SHA256.HashData(content).AsSpan().SequenceEqual(options.GenesisHash.AsSpan())
            ? null
            : $"{name}: expected SHA-256 {Convert.ToHexStringLower(options.GenesisHash.AsSpan())}, got {HashOf(content)}";

    private static async Task<byte[]> FetchAsync(
        FollowOptions options, IReadOnlyCollection<HttpBlockSource> sources, CancellationToken cancellation)
    {
        if (options.GenesisHash.IsEmpty)
        {
            throw new InvalidDataException(
                $"expected a genesis file: by --genesis, in {options.Folder}, or by --genesis-hash with its SHA-256 to fetch it");
        }

        List<string> problems = [];
        foreach (HttpBlockSource source in sources)
        {
            try
            {
                byte[] content = await source.GenesisFileAsync(GenesisBounds.MaxFileBytes, cancellation).ConfigureAwait(false);
                if (Problem(options, content, source.Name) is not { } wrong)
                {
                    return content;
                }

                problems.Add(wrong);
            }
            catch (BlockSourceException failure)
            {
                problems.Add(failure.Message);
            }
        }

        throw new InvalidDataException($"no source gives the genesis file: {string.Join("; ", problems)}");
    }
}
