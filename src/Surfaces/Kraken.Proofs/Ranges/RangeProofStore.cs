using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Storage.Files;

namespace Kraken.Proofs.Ranges;

/// <summary>
/// Proofs of blocks as files: ROOT/ranges/GENESIS/FIRST-LAST/{bundle.bin, manifest.json}, and for each block without a proof
/// that was come to, ROOT/ranges/GENESIS/unproved/BLOCK.json. An entry is there whole or not at all, and is what its writer said.
/// </summary>
/// <param name="root">The folder of the proof store; made when missing.</param>
public sealed class RangeProofStore(string root) : IRangeProofStore
{
    /// <summary>The largest bundle.</summary>
    public const int MaxBundleBytes = 512 << 20;

    private const string BundleFile = "bundle.bin";
    private const string ManifestFile = "manifest.json";
    private const string Ending = ".json";
    private const string Refused = ".refused-";

    /// <inheritdoc/>
    public Task PutAsync(RangeManifest manifest, ReadOnlyMemory<byte> bundle, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return Task.Run(() => Put(manifest, bundle, cancellation), CancellationToken.None);
    }

    /// <summary>The manifest of an entry; null when there is none.</summary>
    /// <exception cref="InvalidDataException">What lies there is no manifest, or one about something else.</exception>
    public RangeManifest? Manifest(RangeKey key)
    {
        if (!Path.Exists(Folder(key)))
        {
            return null;
        }

        RangeManifest manifest = RangeManifest.Read(Part(key, ManifestFile, RangeManifest.MaxBytes));
        return manifest.Key == key
            ? manifest
            : throw new InvalidDataException($"{Folder(key)}: expected an entry of {key}, got one of {manifest.Key}");
    }

    /// <summary>An entry whole; null when there is none.</summary>
    /// <exception cref="InvalidDataException">A part is missing, too large, or about something else.</exception>
    public StoredRange? Read(RangeKey key) => Manifest(key) is { } manifest
        ? new StoredRange(manifest, Part(key, BundleFile, MaxBundleBytes))
        : null;

    /// <summary>Opens the bundle of an entry; null when there is none.</summary>
    public Stream? OpenBundle(RangeKey key)
    {
        string path = Path.Combine(Folder(key), BundleFile);
        return File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read) : null;
    }

    /// <summary>Takes what lies at the place of an entry out of the way, and keeps it for whoever looks into the matter.</summary>
    /// <exception cref="IOException">It cannot be moved.</exception>
    public void SetAside(RangeKey key)
    {
        string place = Folder(key);
        string aside = Path.Combine(Chain(key.Genesis), Refused + Guid.NewGuid().ToString("n"));
        if (Directory.Exists(place))
        {
            Directory.Move(place, aside);
        }
        else if (File.Exists(place))
        {
            File.Move(place, aside);
        }
    }

    /// <summary>The entries of a chain by their first blocks.</summary>
    public IReadOnlyList<RangeKey> OfChain(Felt genesis) => Entries(genesis, "*");

    /// <summary>Names a block without a proof; what was said of it before is replaced.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void PutUnproved(Felt genesis, UnprovedBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        Directory.CreateDirectory(UnprovedFolder(genesis));
        DurableFile.Replace(UnprovedPlace(genesis, block.Number), block.ToJson());
    }

    /// <summary>Why a block has no proof; null when nothing is said, or nothing that can be read.</summary>
    public UnprovedBlock? Unproved(Felt genesis, ulong block)
    {
        byte[]? json = BoundedFile.TryRead(UnprovedPlace(genesis, block), UnprovedBlock.MaxBytes, out _);
        return json is not null && UnprovedBlock.TryRead(json) is { } read && read.Number == block ? read : null;
    }

    /// <summary>Forgets why a block has no proof: it has one now.</summary>
    public void ForgetUnproved(Felt genesis, ulong block)
    {
        if (Directory.Exists(UnprovedFolder(genesis)))
        {
            File.Delete(UnprovedPlace(genesis, block));
        }
    }

    /// <summary>The numbers of the blocks that are named as without a proof, ascending.</summary>
    public IReadOnlyList<ulong> UnprovedBlocks(Felt genesis) => !Directory.Exists(UnprovedFolder(genesis)) ? [] :
    [
        .. Directory.EnumerateFiles(UnprovedFolder(genesis), "*" + Ending)
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Select(NumberOf)
            .OfType<ulong>()
            .Order(),
    ];

    /// <inheritdoc/>
    public Task<RangeManifest?> ManifestAsync(RangeKey key, CancellationToken cancellation) =>
        Task.Run(() => Manifest(key), cancellation);

    /// <inheritdoc/>
    public Task<StoredRange?> ReadAsync(RangeKey key, CancellationToken cancellation) => Task.Run(() => Read(key), cancellation);

    /// <inheritdoc/>
    public Task<Stream?> OpenBundleAsync(RangeKey key, CancellationToken cancellation) => Task.Run(() => OpenBundle(key), cancellation);

    /// <inheritdoc/>
    public Task SetAsideAsync(RangeKey key, CancellationToken cancellation) => Task.Run(() => SetAside(key), cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RangeKey>> OfChainAsync(Felt genesis, CancellationToken cancellation) =>
        Task.Run(() => OfChain(genesis), cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RangeKey>> BeginningWithAsync(Felt genesis, ulong firstBlock, CancellationToken cancellation) =>
        Task.Run(() => Entries(genesis, string.Create(CultureInfo.InvariantCulture, $"{firstBlock}-*")), cancellation);

    /// <inheritdoc/>
    public Task PutUnprovedAsync(Felt genesis, UnprovedBlock block, CancellationToken cancellation) =>
        Task.Run(() => PutUnproved(genesis, block), cancellation);

    /// <inheritdoc/>
    public Task<UnprovedBlock?> UnprovedAsync(Felt genesis, ulong block, CancellationToken cancellation) =>
        Task.Run(() => Unproved(genesis, block), cancellation);

    /// <inheritdoc/>
    public Task ForgetUnprovedAsync(Felt genesis, ulong block, CancellationToken cancellation) =>
        Task.Run(() => ForgetUnproved(genesis, block), cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ulong>> UnprovedBlocksAsync(Felt genesis, CancellationToken cancellation) =>
        Task.Run(() => UnprovedBlocks(genesis), cancellation);

    private IReadOnlyList<RangeKey> Entries(Felt genesis, string pattern) => !Directory.Exists(Chain(genesis)) ? [] :
    [
        .. Directory.EnumerateDirectories(Chain(genesis), pattern)
            .Select(path => RangeKey.Parse(genesis, Path.GetFileName(path)))
            .OfType<RangeKey>()
            .OrderBy(key => key.FirstBlock)
            .ThenBy(key => key.LastBlock),
    ];

    private void Put(RangeManifest manifest, ReadOnlyMemory<byte> bundle, CancellationToken cancellation)
    {
        string place = Folder(manifest.Key);
        if (Directory.Exists(place))
        {
            return;
        }

        string chain = Directory.CreateDirectory(Chain(manifest.Genesis)).FullName;
        DurableFile.SyncFolder(Path.GetDirectoryName(chain)!);
        EntryFolder.Write(chain, place, cancellation, (BundleFile, bundle), (ManifestFile, manifest.ToJson()));
    }

    private byte[] Part(RangeKey key, string name, int maxBytes) =>
        BoundedFile.Read(Path.Combine(Folder(key), name), maxBytes);

    // A number has one name, and block 0 no proof to lack.
    private static ulong? NumberOf(string name) =>
        ulong.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) && number > 0
        && number.ToString(CultureInfo.InvariantCulture) == name
            ? number
            : null;

    private string Chain(Felt genesis) => Path.Combine(root, "ranges", genesis.ToString());

    private string Folder(RangeKey key) => Path.Combine(Chain(key.Genesis), key.BlocksText);

    private string UnprovedFolder(Felt genesis) => Path.Combine(Chain(genesis), "unproved");

    private string UnprovedPlace(Felt genesis, ulong block) =>
        Path.Combine(UnprovedFolder(genesis), block.ToString(CultureInfo.InvariantCulture) + Ending);
}
