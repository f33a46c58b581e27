using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

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
    private const string Unfinished = ".unfinished-";

    /// <inheritdoc/>
    public async Task PutAsync(ProofManifest manifest, ReadOnlyMemory<byte> proof, ReadOnlyMemory<byte> publicInputs, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        string place = Folder(manifest.Key) ?? throw new ArgumentException($"expected a transaction hash, got '{manifest.TransactionHash}'", nameof(manifest));
        if (Directory.Exists(place))
        {
            return;
        }

        string block = Directory.CreateDirectory(Path.GetDirectoryName(place)!).FullName;
        string beside = Path.Combine(block, Unfinished + Guid.NewGuid().ToString("n"));
        Directory.CreateDirectory(beside);
        try
        {
            await WriteAsync(Path.Combine(beside, ProofFile), proof, cancellation).ConfigureAwait(false);
            await WriteAsync(Path.Combine(beside, PublicInputsFile), publicInputs, cancellation).ConfigureAwait(false);
            byte[] json = JsonSerializer.SerializeToUtf8Bytes(manifest, ProofStoreJson.Default.ProofManifest);
            await WriteAsync(Path.Combine(beside, ManifestFile), json, cancellation).ConfigureAwait(false);
            Directory.Move(beside, place);
        }
        catch (IOException) when (Directory.Exists(place))
        {
            // Another writer stored the same entry first.
            Directory.Delete(beside, recursive: true);
        }
        catch
        {
            Directory.Delete(beside, recursive: true);
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<ProofManifest?> ManifestAsync(ProofKey key, CancellationToken cancellation)
    {
        Stream? file = Open(key, ManifestFile);
        if (file is null)
        {
            return null;
        }

        await using (file.ConfigureAwait(false))
        {
            return await JsonSerializer.DeserializeAsync(file, ProofStoreJson.Default.ProofManifest, cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public Stream? OpenProof(ProofKey key) => Open(key, ProofFile);

    /// <inheritdoc/>
    public Stream? OpenPublicInputs(ProofKey key) => Open(key, PublicInputsFile);

    /// <inheritdoc/>
    public IReadOnlyList<ProofKey> OfBlock(ulong blockNumber)
    {
        string folder = BlockFolder(blockNumber);
        return !Directory.Exists(folder) ? [] :
        [
            .. Directory.EnumerateDirectories(folder)
                .Select(path => Path.GetFileName(path))
                .Where(name => !name.StartsWith(Unfinished, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name => new ProofKey(blockNumber, name)),
        ];
    }

    /// <inheritdoc/>
    public IReadOnlyList<ProofKey> Latest(int limit) => [.. Blocks().OrderDescending().SelectMany(OfBlock).Take(limit)];

    /// <inheritdoc/>
    public ProofKey? OfTransaction(string transactionHash)
    {
        foreach (ulong block in Blocks())
        {
            ProofKey key = new(block, transactionHash);
            if (Folder(key) is { } folder && Directory.Exists(folder))
            {
                return key;
            }
        }

        return null;
    }

    private static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        FileStream file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        await using (file.ConfigureAwait(false))
        {
            await file.WriteAsync(content, cancellation).ConfigureAwait(false);
            file.Flush(flushToDisk: true);
        }
    }

    private IEnumerable<ulong> Blocks() => !Directory.Exists(root) ? [] : Directory.EnumerateDirectories(root)
        .Select(path => ulong.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) ? number : (ulong?)null)
        .OfType<ulong>();

    private FileStream? Open(ProofKey key, string name)
    {
        string? path = Folder(key) is { } folder ? Path.Combine(folder, name) : null;
        return path is not null && File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read) : null;
    }

    private string BlockFolder(ulong block) => Path.Combine(root, block.ToString(CultureInfo.InvariantCulture));

    /// <summary>The folder of an entry; null when the hash is not one, so that a name from outside never leads elsewhere.</summary>
    private string? Folder(ProofKey key)
    {
        string hash = key.TransactionHash;
        bool isHash = hash.StartsWith("0x", StringComparison.Ordinal) && hash.Length is > 2 and <= 66 && hash.Skip(2).All(digit => char.IsAsciiDigit(digit) || digit is >= 'a' and <= 'f');
        return isHash ? Path.Combine(BlockFolder(key.BlockNumber), hash) : null;
    }
}
