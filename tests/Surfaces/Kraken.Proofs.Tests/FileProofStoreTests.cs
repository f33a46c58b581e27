using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
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
        ProofManifest manifest = Manifest(7, 0xabc);
        await store.PutAsync(manifest, new byte[] { 1, 2, 3 }, "{}"u8.ToArray(), CancellationToken.None);
        Assert.Equal(manifest, store.Manifest(manifest.Key));
        StoredProof entry = store.Read(manifest.Key)!;
        Assert.Equal(manifest, entry.Manifest);
        Assert.Equal([1, 2, 3], entry.Proof);
        Assert.Equal("{}"u8.ToArray(), entry.PublicInputs);
        Assert.Equal(manifest.Key, store.OfTransaction(0xabc));
        Assert.Null(store.OfTransaction(0xabd));
        Assert.Null(store.Manifest(new ProofKey(7, 0xabd)));
        Assert.Null(store.Read(new ProofKey(8, 0xabc)));
    }

    [Fact]
    public async Task StoringTwiceKeepsTheFirst()
    {
        await store.PutAsync(Manifest(7, 0xabc), new byte[] { 1 }, default, CancellationToken.None);
        await store.PutAsync(Manifest(7, 0xabc), new byte[] { 2 }, default, CancellationToken.None);
        Assert.Equal([1], store.Read(new ProofKey(7, 0xabc))!.Proof);
        Assert.Single(store.OfBlock(7));
    }

    [Fact]
    public async Task FoldersNamedOtherwiseThanTheStoreNamesThemAreNoEntries()
    {
        await store.PutAsync(Manifest(7, 0xabc), new byte[] { 1 }, default, CancellationToken.None);
        foreach (string name in (string[])["7/0x0abc", "7/0XABC", "7/0xABC", "007/0xabc", "٧/0xabc", "7 /0xabc"])
        {
            Directory.CreateDirectory(Path.Combine(root, name));
        }

        Assert.Equal([new ProofKey(7, 0xabc)], store.OfBlock(7));
        Assert.Equal([new ProofKey(7, 0xabc)], store.Latest(10));
    }

    [Fact]
    public async Task AGivenUpWriteLeavesNothing()
    {
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => store.PutAsync(Manifest(7, 0xabc), new byte[] { 1 }, default, cancelled.Token));
        Assert.Empty(store.OfBlock(7));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(root, "7")));
    }

    [Fact]
    public async Task PagesAreInOrderAndHoldEveryEntryOnce()
    {
        (ulong Block, ulong Hash)[] entries = [(9, 1), (10, 0x10), (10, 2), (10, 0xff), (2, 1), (11, 7), (10, 0x1)];
        foreach ((ulong block, ulong hash) in entries)
        {
            await store.PutAsync(Manifest(block, hash), default, default, CancellationToken.None);
        }

        ProofKey[] all = [.. store.Latest(100)];
        Assert.Equal([11, 10, 10, 10, 10, 9, 2], all.Select(key => key.BlockNumber));
        Assert.Equal(entries.Select(entry => new ProofKey(entry.Block, entry.Hash)).Order(Comparer<ProofKey>.Create(Compare)), all);
        for (int length = 1; length <= all.Length + 1; length++)
        {
            List<ProofKey> read = [];
            for (IReadOnlyList<ProofKey> page = store.Latest(length); page.Count > 0; page = store.Latest(length, page[^1]))
            {
                Assert.InRange(page.Count, 1, length);
                read.AddRange(page);
            }

            Assert.Equal(all, read);
        }

        static int Compare(ProofKey left, ProofKey right) => left == right ? 0 : left.IsAfter(right) ? 1 : -1;
    }

    [Theory]
    [InlineData("7-0xabc", true)]
    [InlineData("0-0x0", true)]
    [InlineData("7-0xABC", false)]
    [InlineData("7-0x0abc", false)]
    [InlineData("-1-0x1", false)]
    [InlineData("+1-0x1", false)]
    [InlineData("7-", false)]
    [InlineData("7", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("18446744073709551616-0x1", false)]
    [InlineData("7-0x800000000000011000000000000000000000000000000000000000000000001", false)]
    [InlineData("7-0x../../x", false)]
    public void KeysHaveOneText(string? text, bool isKey)
    {
        Assert.Equal(isKey, ProofKey.Parse(text) is not null);
        Assert.True(!isKey || ProofKey.Parse(text).ToString() == text);
    }

    [Fact]
    public async Task WhatIsNoEntryIsRefusedInWords()
    {
        ProofManifest manifest = Manifest(7, 0xabc);
        await store.PutAsync(manifest, new byte[] { 1 }, "{}"u8.ToArray(), CancellationToken.None);
        string place = Path.Combine(root, "7", "0xabc");
        string json = Encoding.UTF8.GetString(manifest.ToJson());
        (string Text, string Words)[] damages =
        [
            ("", "manifest"),
            ("null", "null"),
            ("[]", "manifest"),
            ("{}", "manifest"),
            ("{\"\\ud800\":1}", "manifest"),
            (json.Replace("\"fib\"", "\"\\ud800\"", StringComparison.Ordinal), "manifest"),
            (json.Replace("\"fib\"", "null", StringComparison.Ordinal), "null"),
            (json.Replace("\"fib\"", $"\"{new string('x', 257)}\"", StringComparison.Ordinal), "256"),
            (json.Replace("\"schema\": 2", "\"schema\": 3", StringComparison.Ordinal), "schema"),
            (json.Replace("\"schema\": 2", "\"schema\": 2,\"schema\": 2", StringComparison.Ordinal), "manifest"),
            (json.Replace("\"0xabc\"", "\"0xabd\"", StringComparison.Ordinal), "7-0xabd"),
            (json.Replace("\"0xabc\"", "\"0x0abc\"", StringComparison.Ordinal), "manifest"),
            (json.Replace("\"steps\": 10", "\"steps\": -1", StringComparison.Ordinal), "at least 0"),
            (json.Replace("\"steps\": 10", "\"steps\": 1e99", StringComparison.Ordinal), "manifest"),
            (json + new string(' ', ProofManifest.MaxBytes), "at most"),
        ];
        foreach ((string text, string words) in damages)
        {
            await File.WriteAllTextAsync(Path.Combine(place, "manifest.json"), text);
            InvalidDataException refusal = Assert.Throws<InvalidDataException>(() => store.Read(manifest.Key));
            Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
        }

        // A manifest of the first schema has sentences about the proof, which nobody reads.
        string old = json.Replace("\"schema\": 2", "\"schema\": 1, \"proves\": [\"everything\"]", StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(place, "manifest.json"), old);
        Assert.Equal(manifest with { Schema = 1 }, store.Read(manifest.Key)!.Manifest);
        File.Delete(Path.Combine(place, "proof.json"));
        Assert.Throws<InvalidDataException>(() => store.Read(manifest.Key));
    }

    [Fact]
    public async Task WhatLiesInAPlaceIsSetAsideAndThePlaceIsFree()
    {
        ProofManifest manifest = Manifest(7, 0xabc);
        foreach (Action squat in (Action[])
            [
                () => Directory.CreateDirectory(Path.Combine(root, "7", "0xabc")),
                () => WriteFile(Path.Combine(root, "7", "0xabc")),
                () => WriteFile(Path.Combine(root, "7")),
            ])
        {
            squat();
            store.SetAside(manifest.Key);
            await store.PutAsync(manifest, new byte[] { 1 }, default, CancellationToken.None);
            Assert.Equal([1], store.Read(manifest.Key)!.Proof);
            Directory.Delete(Path.Combine(root, "7"), recursive: true);
        }

        Assert.Equal(3, Directory.GetFileSystemEntries(root, ".refused-*").Length);
        Assert.Empty(store.Latest(10));

        static void WriteFile(string path)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "mine");
        }
    }

    private static ProofManifest Manifest(ulong block, ulong transaction) =>
        ExampleManifest.Value with { BlockNumber = block, TransactionHash = transaction };
}
