using System;
using System.IO;
using Kraken.Caching;

namespace Kraken.Explorer.Chain;

/// <summary>Manifests of a store by their keys, each read once while it is remembered. Safe for several threads.</summary>
/// <param name="read">Reads one from the store; null when there is none.</param>
/// <param name="max">The most that are remembered.</param>
internal sealed class ManifestCache<TKey, TManifest>(Func<TKey, TManifest?> read, int max)
    where TKey : notnull
    where TManifest : class
{
    private readonly BoundedCache<TKey, TManifest> manifests = new(max);

    /// <summary>A manifest; null when there is none, or none that can be read.</summary>
    public TManifest? Find(TKey key)
    {
        if (manifests.TryGet(key, out TManifest? known))
        {
            return known;
        }

        TManifest? manifest;
        try
        {
            manifest = read(key);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return null;
        }

        if (manifest is not null)
        {
            manifests.Set(key, manifest);
        }

        return manifest;
    }

    /// <summary>Gives this manifest from here on.</summary>
    public void Remember(TKey key, TManifest manifest) => manifests.Set(key, manifest);
}
