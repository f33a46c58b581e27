using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Kraken.Storage.Files;

namespace Kraken.Proofs;

/// <summary>
/// Proofs as files: ROOT/BLOCK/TRANSACTION/{proof.json, public_inputs.json, manifest.json}. An entry is written beside its place and
/// renamed into it, so a reader or a crash never sees half of one.
/// </summary>
/// <param name="root">The folder; made when missing.</param>
public sealed class FileProofStore(string root) : IProofStore
{
    /// <summary>The name of the proof file.</summary>
    public const string ProofFile = "proof.json";

    private const string ManifestFile = "manifest.json";
    private const string PublicInputsFile = "public_inputs.json";
    private const string Refused = ".refused-";
    private const int MaxProofBytes = 64 << 20;
    private const int MaxInputBytes = 16 << 20;

    /// <inheritdoc/>
    public Task PutAsync(
        ProofManifest manifest, ReadOnlyMemory<byte> proof, ReadOnlyMemory<byte> publicInputs, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return Directory.Exists(Folder(manifest.Key))
            ? Task.CompletedTask
            : Task.Run(() => Put(manifest, proof, publicInputs, cancellation), CancellationToken.None);
    }

    /// <inheritdoc/>
    public ProofManifest? Manifest(ProofKey key)
    {
        if (File.Exists(BlockFolder(key.BlockNumber)))
        {
            throw new InvalidDataException($"{BlockFolder(key.BlockNumber)}: expected a folder, got a file");
        }

        if (!Path.Exists(Folder(key)))
        {
            return null;
        }

        ProofManifest manifest = ProofManifest.Read(Part(key, ManifestFile, ProofManifest.MaxBytes));
        return manifest.Key == key
            ? manifest
            : throw new InvalidDataException($"{Folder(key)}: expected an entry of {key}, got one of {manifest.Key}");
    }

    /// <inheritdoc/>
    public StoredProof? Read(ProofKey key) => Manifest(key) is { } manifest
        ? new StoredProof(manifest, Part(key, ProofFile, MaxProofBytes), Part(key, PublicInputsFile, MaxInputBytes))
        : null;

    /// <inheritdoc/>
    public Stream? OpenProof(ProofKey key) => Open(key, ProofFile);

    /// <inheritdoc/>
    public Stream? OpenPublicInputs(ProofKey key) => Open(key, PublicInputsFile);

    /// <inheritdoc/>
    public void SetAside(ProofKey key)
    {
        string block = BlockFolder(key.BlockNumber);
        string place = File.Exists(block) ? block : Folder(key);
        string aside = Path.Combine(root, Refused + Guid.NewGuid().ToString("n"));
        if (Directory.Exists(place))
        {
            Directory.Move(place, aside);
        }
        else if (File.Exists(place))
        {
            File.Move(place, aside);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<ProofKey> OfBlock(ulong blockNumber)
    {
        string folder = BlockFolder(blockNumber);
        return !Directory.Exists(folder) ? [] :
        [
            .. Directory.EnumerateDirectories(folder)
                .Select(path => Path.GetFileName(path))
                .Order(StringComparer.Ordinal)
                .Select(name => FeltJsonConverter.TryParse(name, out Felt hash) && hash.ToString() == name
                    ? new ProofKey(blockNumber, hash)
                    : (ProofKey?)null)
                .OfType<ProofKey>(),
        ];
    }

    /// <inheritdoc/>
    public IReadOnlyList<ProofKey> Latest(int limit, ProofKey? after = null) =>
    [
        .. Blocks()
            .Where(block => after is not { } last || block <= last.BlockNumber)
            .OrderDescending()
            .SelectMany(OfBlock)
            .Where(key => after is not { } last || key.IsAfter(last))
            .Take(limit),
    ];

    /// <inheritdoc/>
    public ProofKey? OfTransaction(Felt transactionHash) => Blocks()
        .Select(block => new ProofKey(block, transactionHash))
        .Where(key => Directory.Exists(Folder(key)))
        .Select(key => (ProofKey?)key)
        .FirstOrDefault();

    private void Put(
        ProofManifest manifest, ReadOnlyMemory<byte> proof, ReadOnlyMemory<byte> publicInputs, CancellationToken cancellation)
    {
        string place = Folder(manifest.Key);
        string block = Directory.CreateDirectory(BlockFolder(manifest.Key.BlockNumber)).FullName;
        DurableFile.SyncFolder(root);
        EntryFolder.Write(
            block, place, cancellation, (ProofFile, proof), (PublicInputsFile, publicInputs), (ManifestFile, manifest.ToJson()));
    }

    private IEnumerable<ulong> Blocks() => !Directory.Exists(root) ? [] : Directory.EnumerateDirectories(root)
        .Select(path => Path.GetFileName(path))
        .Select(name => ulong.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number)
            && number.ToString(CultureInfo.InvariantCulture) == name ? number : (ulong?)null)
        .OfType<ulong>();

    private byte[] Part(ProofKey key, string name, int maxBytes) =>
        BoundedFile.TryRead(Path.Combine(Folder(key), name), maxBytes, out string? problem) ?? throw new InvalidDataException(problem);

    private FileStream? Open(ProofKey key, string name)
    {
        string path = Path.Combine(Folder(key), name);
        return File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read) : null;
    }

    private string BlockFolder(ulong block) => Path.Combine(root, block.ToString(CultureInfo.InvariantCulture));

    private string Folder(ProofKey key) => Path.Combine(BlockFolder(key.BlockNumber), key.TransactionHash.ToString());
}
