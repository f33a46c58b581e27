using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Kraken.Proofs.Tests;

/// <summary>Entries are whole, stored once, found by block and transaction, and never outside the store.</summary>
public sealed class FileProofStoreTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("kraken-proofs-").FullName;
    private readonly FileProofStore store;

    public FileProofStoreTests() => store = new FileProofStore(root);

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public async Task AnEntryReadsBackAsItWasStored()
    {
        ProofManifest manifest = Manifest(7, "0xabc");
        await store.PutAsync(manifest, new byte[] { 1, 2, 3 }, "{}"u8.ToArray(), CancellationToken.None);
        ProofManifest? read = await store.ManifestAsync(manifest.Key, CancellationToken.None);
        Assert.Equal(manifest with { Proves = default, DoesNotProve = default }, read! with { Proves = default, DoesNotProve = default });
        Assert.Equal(manifest.Proves.AsEnumerable(), read!.Proves);
        using Stream proof = store.OpenProof(manifest.Key)!;
        using MemoryStream bytes = new();
        proof.CopyTo(bytes);
        Assert.Equal([1, 2, 3], bytes.ToArray());
        Assert.Equal(manifest.Key, store.OfTransaction("0xabc"));
        Assert.Null(store.OfTransaction("0xabd"));
    }

    [Fact]
    public async Task StoringTwiceKeepsTheFirst()
    {
        await store.PutAsync(Manifest(7, "0xabc"), new byte[] { 1 }, default, CancellationToken.None);
        await store.PutAsync(Manifest(7, "0xabc"), new byte[] { 2 }, default, CancellationToken.None);
        using Stream proof = store.OpenProof(new ProofKey(7, "0xabc"))!;
        Assert.Equal(1, proof.ReadByte());
        Assert.Single(store.OfBlock(7));
    }

    [Fact]
    public async Task AGivenUpWriteLeavesNothing()
    {
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.PutAsync(Manifest(7, "0xabc"), new byte[] { 1 }, default, cancelled.Token));
        Assert.Empty(store.OfBlock(7));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(root, "7")));
    }

    [Fact]
    public async Task LatestBlocksComeFirst()
    {
        foreach (ulong block in (ulong[])[9, 10, 2])
        {
            await store.PutAsync(Manifest(block, "0x1"), default, default, CancellationToken.None);
        }

        Assert.Equal([10, 9], store.Latest(2).Select(key => key.BlockNumber));
    }

    [Fact]
    public void NamesFromOutsideNeverLeaveTheStore()
    {
        File.WriteAllText(Path.Combine(root, "secret"), "x");
        IEnumerable<string> names = ["../secret", "0x../..", "", "0x", "0xABC", "0x" + new string('a', 65)];
        Assert.All(names, name => Assert.Null(store.OpenProof(new ProofKey(0, name))));
    }

    private static ProofManifest Manifest(ulong block, string transaction) => new()
    {
        BlockNumber = block,
        BlockHash = "0x1",
        TransactionHash = transaction,
        ContractAddress = "0x2",
        EntryPoint = "fib",
        ProgramHash = "0x3",
        SecurityBits = 96,
        PreprocessedTrace = "canonical_small",
        Steps = 10,
        RunMilliseconds = 1,
        ProveMilliseconds = 2,
        VerifyMilliseconds = 3,
        ProofBytes = 3,
        ProofSha256 = "00",
        StoredAt = DateTimeOffset.UnixEpoch,
        Proves = ["a", "b"],
        DoesNotProve = ["c"],
    };
}
