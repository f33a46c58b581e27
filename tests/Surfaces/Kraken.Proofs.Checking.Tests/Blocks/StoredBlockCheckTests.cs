using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Proofs.Checking.Blocks;
using Kraken.Proofs.Ranges;
using Kraken.Proofs.Tests;
using Xunit;

namespace Kraken.Proofs.Checking.Tests.Blocks;

/// <summary>The stored proofs of a block are found by its number, and each says what is wrong with it. Good ones: the slow tests.</summary>
public sealed class StoredBlockCheckTests : IDisposable
{
    private readonly ProvenRange range = new();
    private readonly string root = Directory.CreateTempSubdirectory("kraken-block-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        range.Dispose();
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task EveryEntryThatHoldsTheBlockIsCheckedAndNoOther()
    {
        RangeProofStore store = new(root);
        byte[] bundle = BlockBundleFile.Write(range.Bundle with { Proof = new byte[] { 1 } });
        await PutAsync(store, 11, 13, bundle);
        await PutAsync(store, 13, 14, [4]);
        await PutAsync(store, 15, 15, [4]);
        StoredBlockProofs found = await Check(store).RunAsync(13, Token);
        Assert.Equal([11ul, 13], found.Proofs.Select(proof => proof.Key.FirstBlock));
        Assert.Equal(
            [BlockProofCheck.StarkStep, StoredRangeCheck.FileStep], found.Proofs.Select(proof => proof.Report.FirstFailure!.Name));
        Assert.False(found.IsProved);
        Assert.Null(found.ProvedHash);
        Assert.Single((await Check(store).RunAsync(12, Token)).Proofs);
    }

    [Fact]
    public async Task WhatCannotBeReadFailsInAStepOfItsOwn()
    {
        RangeProofStore store = new(root);
        await PutAsync(store, 11, 13, [4]);
        string manifest = Directory.EnumerateFiles(root, "manifest.json", SearchOption.AllDirectories).Single();
        await File.WriteAllTextAsync(manifest, "{", Token);
        StoredBlockProofs found = await Check(store).RunAsync(12, Token);
        Assert.Equal(StoredBlockCheck.ReadStep, Assert.Single(found.Proofs).Report.FirstFailure!.Name);
    }

    [Fact]
    public async Task ABlockWithoutAProofIsNamedWithItsReason()
    {
        RangeProofStore store = new(root);
        await store.PutUnprovedAsync(
            range.Hash(0), new UnprovedBlock(5, "a class that is metered by steps", 0, 4711, DateTimeOffset.UnixEpoch), Token);
        StoredBlockProofs found = await Check(store).RunAsync(5, Token);
        Assert.Empty(found.Proofs);
        Assert.False(found.IsProved);
        Assert.Equal("not provable: a class that is metered by steps", found.Unproved!.Text);
        Assert.Null((await Check(store).RunAsync(6, Token)).Unproved);
    }

    [Fact]
    public void ProofsThatHoldOfTwoBlocksProveNeither()
    {
        BlockProofReport one = new([new CheckStep("held", CheckOutcome.Passed, "", default)], range.Statement, []);
        BlockProofReport other = one with
        {
            Statement = range.Statement with { Blocks = [.. range.Statement.Blocks.Select(block => block with { Hash = 5 })] },
        };
        RangeKey key = new(range.Hash(0), 11, 13);
        StoredBlockProofs same = new(12, [(key, one), (key, one)], null);
        Assert.Equal((true, range.Hash(12)), (same.IsProved, same.ProvedHash));
        StoredBlockProofs forked = new(12, [(key, one), (key, other)], null);
        Assert.False(forked.IsProved);
        Assert.Null(forked.ProvedHash);
        Assert.Equal([range.Hash(12), (Felt)5], forked.ProvedHashes);
    }

    private StoredBlockCheck Check(RangeProofStore store) => new(store, range.Hash(0), new StoredRangeCheck(range.Checker()));

    private Task PutAsync(RangeProofStore store, ulong first, ulong last, byte[] bundle) =>
        store.PutAsync(ExampleRange.Of(range.Hash(0), first, last, bundle), bundle, Token);
}
