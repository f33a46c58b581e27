using System;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Proofs.Checking.Chain;
using Kraken.Starknet;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Classes;
using Xunit;

namespace Kraken.Proofs.Checking.Tests;

/// <summary>Several nodes answer as one when two thirds say the same, and it is told which did not.</summary>
public sealed class AgreedChainSourceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(4, 3)]
    [InlineData(5, 4)]
    [InlineData(6, 4)]
    [InlineData(7, 5)]
    public void TwoThirdsAreRoundedUp(int nodes, int quorum) => Assert.Equal(quorum, Agreed([.. Enumerable.Repeat(5, nodes)]).Quorum);

    [Fact]
    public async Task OneOfFourMayLieOrBeAway()
    {
        AgreedChainSource source = Agreed(5, 5, 6, 5);
        Assert.Equal((Felt)5, await source.StorageAtAsync(1, 2, 3, Token));
        Assert.Equal([true, true, false, true], source.Agreement.Select(node => node.Agrees));
        Assert.Equal("storage of 0x2 at 0x3 after block 1: expected 0x5, got 0x6", source.Agreement[2].Difference);

        source = Agreed(5, null, 5, 5);
        Assert.Equal((Felt)5, await source.NonceAtAsync(1, 2, Token));
        Assert.Equal([true, false, true, true], source.Agreement.Select(node => node.Agrees));
        Assert.Equal("away", source.Agreement[1].Failure);
    }

    [Fact]
    public async Task TwoOfFourAreTooMany()
    {
        foreach (int?[] answers in (int?[][])[[5, 5, 6, 6], [5, 5, 6, null], [5, 5, null, null], [null, null, null, null], [5, 6, 7, 8]])
        {
            AgreedChainSource source = Agreed(answers);
            await Assert.ThrowsAsync<NodesDisagreeException>(() => source.StorageAtAsync(1, 2, 3, Token));
            Assert.DoesNotContain(source.Agreement, node => node.Agrees);
        }
    }

    [Fact]
    public async Task ANodeThatLiedOnceStaysNamed()
    {
        Liar liar = new(5);
        AgreedChainSource source = new([("a", new Liar(5)), ("b", new Liar(5)), ("c", liar)]);
        await source.StorageAtAsync(1, 2, 3, Token);
        liar.Value = 6;
        await source.StorageAtAsync(1, 2, 4, Token);
        liar.Value = 5;
        await source.StorageAtAsync(1, 2, 5, Token);
        Assert.Equal(("c", 2, false), (source.Agreement[2].Name, source.Agreement[2].Answers, source.Agreement[2].Agrees));
        Assert.Contains("at 0x4", source.Agreement[2].Difference, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheHeightIsOneThatEnoughNodesHaveReached()
    {
        Assert.Equal(7ul, await Agreed(9, 7, 8, 3).LatestAsync(Token));
        Assert.Equal(3ul, await Agreed(9, 3, null, 8).LatestAsync(Token));
        await Assert.ThrowsAsync<NodesDisagreeException>(() => Agreed(9, 3, null, null).LatestAsync(Token));
    }

    [Fact]
    public async Task StateDiffsInAnotherOrderSayTheSame()
    {
        ContractStorageDiff one = new(1, [new(2, 3), new(4, 5)]);
        ContractStorageDiff two = new(6, [new(7, 8)]);
        StateDiff[] same =
            [new() { StorageDiffs = [one, two] }, new() { StorageDiffs = [two, one with { Entries = [new(4, 5), new(2, 3)] }] }];
        AgreedChainSource source = new(same.Select((diff, i) => ($"{i}", (IChainSource)new Liar(1) { Diff = diff })));
        Assert.Equal(2, (await source.StateDiffAsync(1, Token)).StorageDiffs.Length);
        Assert.All(source.Agreement, node => Assert.True(node.Agrees));

        StateDiff other = new() { StorageDiffs = [one, two with { Entries = [new(7, 9)] }] };
        AgreedChainSource split = new([("a", new Liar(1) { Diff = same[0] }), ("b", new Liar(1) { Diff = other })]);
        await Assert.ThrowsAsync<NodesDisagreeException>(() => split.StateDiffAsync(1, Token));
    }

    [Fact]
    public async Task AnyNodesCertificateWillDo()
    {
        Assert.Equal([7], (await Agreed(null, 7, null, null).CertificateAsync(1, Token))!.Value.ToArray());
        Assert.Null(await Agreed(null, null).CertificateAsync(1, Token));
    }

    [Fact]
    public async Task AnyNodesStorageProofWillDo()
    {
        StorageProofQuery query = new([], [], []);
        Assert.Equal((Felt)7, (await Agreed(null, 7, 8).StorageProofAsync(1, query, Token)).ContractsRoot);
        await Assert.ThrowsAsync<NodesDisagreeException>(() => Agreed(null, null).StorageProofAsync(1, query, Token));
    }

    [Fact]
    public async Task OwnCancellationIsNoFailureOfANode()
    {
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Agreed(5, 5).StorageAtAsync(1, 2, 3, cancelled.Token));
    }

    private static AgreedChainSource Agreed(params int?[] answers) =>
        new(answers.Select((answer, index) => ($"node {index}", (IChainSource)new Liar(answer))));

    /// <summary>A node that answers everything with one number; null for none.</summary>
    private sealed class Liar(int? value) : IChainSource
    {
        public int? Value { get; set; } = value;

        public StateDiff Diff { get; init; } = new();

        public Task<ChainId> ChainIdAsync(CancellationToken cancellation) => throw new NotSupportedException();

        public async Task<ulong> LatestAsync(CancellationToken cancellation) =>
            (await Number(cancellation)).TryToUInt64(out ulong height) ? height : 0;

        public Task<Block> BlockAsync(ulong number, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<BlockHeader> HeaderAsync(ulong number, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<StateDiff> StateDiffAsync(ulong number, CancellationToken cancellation) => Task.FromResult(Diff);

        public Task<SierraClass?> ClassAsync(ulong block, Felt classHash, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public Task<Felt> StorageAtAsync(ulong block, Felt contract, Felt key, CancellationToken cancellation) => Number(cancellation);

        public Task<Felt> NonceAtAsync(ulong block, Felt contract, CancellationToken cancellation) => Number(cancellation);

        public Task<Felt> ClassHashAtAsync(ulong block, Felt contract, CancellationToken cancellation) => Number(cancellation);

        public async Task<ReadOnlyMemory<byte>?> CertificateAsync(ulong number, CancellationToken cancellation) =>
            (byte[])[(await Number(cancellation)).ToBytesBigEndian()[^1]];

        public async Task<StorageProof> StorageProofAsync(ulong block, StorageProofQuery query, CancellationToken cancellation) => new()
        {
            ContractsRoot = await Number(cancellation),
            ClassesRoot = 0,
            BlockHash = 0,
            Classes = [],
            Contracts = [],
            Leaves = [],
            Storage = [],
        };

        private Task<Felt> Number(CancellationToken cancellation) =>
            cancellation.IsCancellationRequested ? Task.FromCanceled<Felt>(cancellation)
            : Value is { } known ? Task.FromResult<Felt>((ulong)known)
            : Task.FromException<Felt>(new HttpRequestException("away"));
    }
}
