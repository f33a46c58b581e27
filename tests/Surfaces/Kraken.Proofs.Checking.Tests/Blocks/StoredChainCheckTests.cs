using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Kraken.BlockProof.Statement;
using Kraken.Fields;
using Kraken.Proofs.Checking.Blocks;
using Kraken.Proofs.Ranges;
using Kraken.Proofs.Tests;
using Xunit;

namespace Kraken.Proofs.Checking.Tests.Blocks;

/// <summary>What lies in a store is told link by link, gaps and damage by name. Real proofs: the watcher's slow tests.</summary>
public sealed class StoredChainCheckTests : IDisposable
{
    private readonly ProvenRange range = new();
    private readonly string root = Directory.CreateTempSubdirectory("kraken-chain-").FullName;

    public void Dispose()
    {
        range.Dispose();
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task GapsAndEntriesThatDoNotHoldAreNamed()
    {
        RangeProofStore store = new(root);
        await PutAsync(store, 3, 4, [1, 2, 3]);
        await PutAsync(store, 7, 7, [4]);
        store.PutUnproved(range.Hash(0), new UnprovedBlock(5, "a class that is metered by steps", 0, 4711, DateTimeOffset.UnixEpoch));
        string manifest = Directory.EnumerateFiles(root, "manifest.json", SearchOption.AllDirectories).Single(path => path.Contains("7-7"));
        await File.WriteAllTextAsync(manifest, "{", TestContext.Current.CancellationToken);

        List<ChainLink> links = await LinksAsync(store);
        Assert.Equal(
            [new(1, 2), new(3, 4), new(5, 6), new(7, 7)], links.Select(link => link.Blocks));
        Assert.Equal("no proof", links[0].Problem);
        Assert.StartsWith(StoredRangeCheck.FileStep, links[1].Problem, StringComparison.Ordinal);
        Assert.Equal("no proof; block 5, as the store states: not provable: a class that is metered by steps", links[2].Problem);
        Assert.NotNull(links[3].Problem);
    }

    [Fact]
    public async Task EveryNamedBlockIsToldBehindTheLastProofToo()
    {
        RangeProofStore store = new(root);
        await PutAsync(store, 1, 2, [1]);
        foreach (ulong number in (ulong[])[4, 6])
        {
            store.PutUnproved(range.Hash(0), new UnprovedBlock(number, $"reason {number}", 0, 4711, DateTimeOffset.UnixEpoch));
        }

        List<ChainLink> links = await LinksAsync(store);
        Assert.Equal([new(1, 2), new(3, 6)], links.Select(link => link.Blocks));
        Assert.Equal(
            "no proof; block 4, as the store states: not provable: reason 4; block 6, as the store states: not provable: reason 6",
            links[1].Problem);
        Assert.Equal([false, true], links.Select(link => link.HasNoProof));

        for (ulong number = 7; number < 37; number++)
        {
            store.PutUnproved(range.Hash(0), new UnprovedBlock(number, new string('r', 1000), 0, 4711, DateTimeOffset.UnixEpoch));
        }

        links = await LinksAsync(store);
        Assert.EndsWith("; and 12 more that are named", links[1].Problem, StringComparison.Ordinal);
        Assert.InRange(links[1].Problem!.Length, 1, 25_000);
    }

    [Fact]
    public async Task AStoreWithoutThisChainHasNoLinks() => Assert.Empty(await LinksAsync(new RangeProofStore(root)));

    [Fact]
    public async Task ProofsThatHoldOfTwoBlocksOfOneHeightAreAForkWhereverTheyOverlap()
    {
        Assert.Equal(["", "", ""], await ProblemsAsync([(1, 5, 99), (3, 7, 99), (8, 9, 99)]));
        Assert.Equal(
            ["", "block 4: expected 0x4, of which a proof holds too, got 0x3ec", ""],
            await ProblemsAsync([(1, 5, 99), (3, 4, 4), (6, 9, 99)]));
        Assert.Equal(
            ["", "expected to begin with 0x5, in which the proof before ends, got 0x3ed"],
            await ProblemsAsync([(1, 5, 99), (6, 9, 5)]));
        Assert.Equal(
            ["", "expected to begin with 0x2, in which the proof before ends, got 0x3ea", ""],
            await ProblemsAsync([(1, 5, 99), (3, 5, 2), (6, 9, 99)]));
    }

    /// <summary>What is found of entries whose proofs hold: first and last block, and where another chain's blocks begin.</summary>
    private async Task<string[]> ProblemsAsync((ulong First, ulong Last, ulong ForkedFrom)[] entries)
    {
        RangeProofStore store = new(Path.Combine(root, Guid.NewGuid().ToString("n")));
        Dictionary<RangeKey, BlockProofReport> reports = [];
        foreach ((ulong first, ulong last, ulong forkedFrom) in entries)
        {
            await PutAsync(store, first, last, [1]);
            BlockStatement statement = range.Statement with
            {
                FirstBlock = first,
                ParentHash = HashOf(first - 1, forkedFrom),
                Blocks =
                [
                    .. Enumerable.Range((int)first, (int)(last - first) + 1)
                        .Select(number => new ProvedBlock(HashOf((ulong)number, forkedFrom), 0, 0, 0)),
                ],
            };
            reports[new RangeKey(range.Hash(0), first, last)] =
                new BlockProofReport([new CheckStep("held", CheckOutcome.Passed, "", default)], statement, []);
        }

        List<string> problems = [];
        await foreach (ChainLink link in new StoredChainCheck(store, range.Hash(0), stored => reports[stored.Manifest.Key])
            .RunAsync(TestContext.Current.CancellationToken))
        {
            problems.Add(link.Problem ?? "");
        }

        return [.. problems];
    }

    private Felt HashOf(ulong number, ulong forkedFrom) =>
        number == 0 ? range.Hash(0) : number >= forkedFrom ? number + 1000 : number;

    private async Task<List<ChainLink>> LinksAsync(RangeProofStore store)
    {
        StoredChainCheck check = new(store, range.Hash(0), new StoredRangeCheck(range.Checker()));
        List<ChainLink> links = [];
        await foreach (ChainLink link in check.RunAsync(TestContext.Current.CancellationToken))
        {
            links.Add(link);
        }

        return links;
    }

    private Task PutAsync(RangeProofStore store, ulong first, ulong last, byte[] bundle) => store.PutAsync(
        ExampleRange.Of(range.Hash(0), first, last, bundle), bundle, TestContext.Current.CancellationToken);
}
