using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Farm.Jobs;
using Kraken.Fields;
using Kraken.Proofs.Ranges;
using Kraken.Serialization;

namespace Kraken.Farm.Objects;

/// <summary>
/// Proofs of blocks as objects: ranges/GENESIS/FIRST-LAST/manifest.json, which makes the entry, and beside it the bundle under its digest;
/// unproved/GENESIS/BLOCK.json. The manifest is written last and only where there is none, so of two writers one wins whole.
/// </summary>
/// <param name="objects">Where the objects lie.</param>
public sealed class ObjectRangeStore(IObjectStore objects) : IRangeProofStore
{
    private const string ManifestName = "/manifest.json";
    private const string Ending = ".json";
    private const int Digits = 20;

    /// <inheritdoc/>
    public async Task PutAsync(RangeManifest manifest, ReadOnlyMemory<byte> bundle, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        string place = ManifestOf(manifest.Key);
        if (await objects.ReadAsync(place, RangeManifest.MaxBytes, cancellation).ConfigureAwait(false) is not null)
        {
            return;
        }

        string lies = BundleOf(manifest);
        await objects.PutAsync(lies, bundle, cancellation).ConfigureAwait(false);
        if (!await objects.PutNewAsync(place, manifest.ToJson(), cancellation).ConfigureAwait(false)
            && await OtherThanAsync(manifest, cancellation).ConfigureAwait(false))
        {
            await objects.DeleteAsync(lies, cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async Task<RangeManifest?> ManifestAsync(RangeKey key, CancellationToken cancellation)
    {
        string place = ManifestOf(key);
        if (await objects.ReadAsync(place, RangeManifest.MaxBytes, cancellation).ConfigureAwait(false) is not { } json)
        {
            return null;
        }

        RangeManifest manifest = RangeManifest.Read(json);
        return manifest.Key != key
                ? throw new InvalidDataException($"{place}: expected an entry of {key}, got one of {manifest.Key}")
            : !RangeJobCodec.IsDigest(manifest.BundleSha256)
                ? throw new InvalidDataException($"{place}: expected the digest of a bundle, got other text")
            : manifest;
    }

    /// <inheritdoc/>
    public async Task<StoredRange?> ReadAsync(RangeKey key, CancellationToken cancellation)
    {
        if (await ManifestAsync(key, cancellation).ConfigureAwait(false) is not { } manifest)
        {
            return null;
        }

        string lies = BundleOf(manifest);
        byte[]? bundle = await objects.ReadAsync(lies, RangeProofStore.MaxBundleBytes, cancellation).ConfigureAwait(false);
        return new StoredRange(manifest, bundle ?? throw new InvalidDataException($"{lies}: expected a bundle, there is none"));
    }

    /// <inheritdoc/>
    public async Task<Stream?> OpenBundleAsync(RangeKey key, CancellationToken cancellation) =>
        await ManifestAsync(key, cancellation).ConfigureAwait(false) is { } manifest
            ? await objects.OpenAsync(BundleOf(manifest), cancellation).ConfigureAwait(false)
            : null;

    /// <inheritdoc/>
    public async Task SetAsideAsync(RangeKey key, CancellationToken cancellation)
    {
        try
        {
            await objects.MoveAsync(ManifestOf(key), $"refused/{key.Genesis}/{Guid.NewGuid():n}{Ending}", cancellation)
                .ConfigureAwait(false);
        }
        catch (FarmUnavailableException)
        {
            // What is too large to be copied, say, may not stand in a proof's way for that.
            await objects.DeleteAsync(ManifestOf(key), cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<RangeKey>> OfChainAsync(Felt genesis, CancellationToken cancellation) =>
        EntriesAsync(genesis, string.Empty, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RangeKey>> BeginningWithAsync(Felt genesis, ulong firstBlock, CancellationToken cancellation) =>
        EntriesAsync(genesis, string.Create(CultureInfo.InvariantCulture, $"{firstBlock:D20}-"), cancellation);

    /// <inheritdoc/>
    public Task PutUnprovedAsync(Felt genesis, UnprovedBlock block, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(block);
        return objects.PutAsync(UnprovedOf(genesis, block.Number), block.ToJson(), cancellation);
    }

    /// <inheritdoc/>
    public async Task<UnprovedBlock?> UnprovedAsync(Felt genesis, ulong block, CancellationToken cancellation)
    {
        byte[]? json = await objects.ReadAsync(UnprovedOf(genesis, block), UnprovedBlock.MaxBytes, cancellation).ConfigureAwait(false);
        return json is not null && UnprovedBlock.TryRead(json) is { } read && read.Number == block ? read : null;
    }

    /// <inheritdoc/>
    public Task ForgetUnprovedAsync(Felt genesis, ulong block, CancellationToken cancellation) =>
        objects.DeleteAsync(UnprovedOf(genesis, block), cancellation);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ulong>> UnprovedBlocksAsync(Felt genesis, CancellationToken cancellation)
    {
        string folder = $"unproved/{genesis}/";
        IReadOnlyList<string> keys = await objects.ListAsync(folder, cancellation).ConfigureAwait(false);
        return
        [
            .. keys.Where(key => key.Length == folder.Length + Digits + Ending.Length)
                .Select(key => (Key: key, Number: WholeNumber.Read(key.AsSpan(folder.Length, Digits))))
                .Where(named => named.Number is > 0 && UnprovedOf(genesis, named.Number.Value) == named.Key)
                .Select(named => named.Number!.Value),
        ];
    }

    // Zeros in front make the order of keys that of the chain.
    private static string FolderOf(RangeKey key) =>
        string.Create(CultureInfo.InvariantCulture, $"ranges/{key.Genesis}/{key.FirstBlock:D20}-{key.LastBlock:D20}");

    private static string ManifestOf(RangeKey key) => FolderOf(key) + ManifestName;

    private static string BundleOf(RangeManifest manifest) => $"{FolderOf(manifest.Key)}/{manifest.BundleSha256}.bin";

    private static string UnprovedOf(Felt genesis, ulong block) =>
        string.Create(CultureInfo.InvariantCulture, $"unproved/{genesis}/{block:D20}{Ending}");

    // Strangers may put objects beside the entries: only what is at an entry's one place is one.
    private static RangeKey? KeyOf(Felt genesis, string folder, string place) =>
        place.Length == folder.Length + Digits + 1 + Digits + ManifestName.Length
        && WholeNumber.Read(place.AsSpan(folder.Length, Digits)) is { } first and > 0
        && WholeNumber.Read(place.AsSpan(folder.Length + Digits + 1, Digits)) is { } last && first <= last
        && new RangeKey(genesis, first, last) is var key && ManifestOf(key) == place
            ? key
            : null;

    private async Task<bool> OtherThanAsync(RangeManifest manifest, CancellationToken cancellation)
    {
        try
        {
            return await ManifestAsync(manifest.Key, cancellation).ConfigureAwait(false) is { } other
                && other.BundleSha256 != manifest.BundleSha256;
        }
        catch (InvalidDataException)
        {
            return true;
        }
    }

    private async Task<IReadOnlyList<RangeKey>> EntriesAsync(Felt genesis, string begin, CancellationToken cancellation)
    {
        string folder = $"ranges/{genesis}/";
        IReadOnlyList<string> keys = await objects.ListAsync(folder + begin, cancellation).ConfigureAwait(false);
        return
        [
            .. keys.Select(key => KeyOf(genesis, folder, key)).OfType<RangeKey>(),
        ];
    }
}
