using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Farm.Proving;
using Kraken.Fields;
using Kraken.Proofs;
using Kraken.Proofs.Checking;
using Kraken.Proofs.Checking.Blocks;
using Kraken.Proofs.Checking.Tests;
using Kraken.Proofs.Ranges;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Genesis;
using Kraken.Watcher.Ranges;
using Kraken.Watcher.Tests.Chain;
using Xunit;

namespace Kraken.Watcher.Tests.Ranges;

/// <summary>The main path whole: a node's blocks are proved by the block program; the stored bundle is checked without the node.</summary>
public sealed class ProvedRangeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task Blocks_of_a_node_are_proved_stored_and_valid_without_the_node_and_alterations_are_found()
    {
        using LocalChain chain = new();
        using TemporaryFolder folder = new();
        using SigningCommittee committee = new(new GenesisDescription().ChainId.Name, chain.GenesisHash);
        using BlockAuthority authority = committee.Authority();
        Dictionary<ulong, Felt> hashes = [];
        foreach (Block block in (Block[])
            [
                chain.Decide(chain.Transfer(1, 0x5555)),
                chain.Decide(),
                chain.Decide(chain.Call(0, "fib", 10), chain.Transfer(2, 0x7777)),
            ])
        {
            hashes[block.Header.Number] = block.Header.Hash;
        }

        chain.Certificate = number => committee.Certificate(number, hashes[number], 0, 1, 2);
        using RangeProver prover = new(authority, RangeCells.OfThisMachine(), TimeProvider.System);
        DispatcherBench bench = new(
            chain,
            folder,
            new NodeWitnessReader(chain, authority),
            prover,
            folder.Options with { RangePatience = TimeSpan.Zero });
        await bench.WorkAsync();

        RangeStatus status = new WatcherStatusFile(folder["proofs"]).Read()!.Ranges!;
        Assert.True(status.Unproved.IsEmpty, status.Unproved.FirstOrDefault()?.Text);
        RangeProofStore store = new(folder["proofs"]);
        RangeKey key = Assert.Single(store.OfChain(chain.GenesisHash));
        Assert.Equal(new RangeKey(chain.GenesisHash, 1, 3), key);
        Assert.Equal(3ul, status.DoneBlock);
        StoredRange stored = store.Read(key)!;
        RangeManifest manifest = stored.Manifest;
        Assert.Equal((hashes[3], 3ul, 0ul, 96), (manifest.LastHash, manifest.Transactions, manifest.Reverted, manifest.SecurityBits));
        StoredRangeCheck check = Check(authority);
        BlockProofReport report = check.Run(stored);
        Assert.True(report.IsValid, string.Join('\n', report.Steps));
        Assert.Equal(hashes.Values, report.Statement!.Blocks.Select(block => block.Hash));

        List<ChainLink> links = [];
        await foreach (ChainLink link in new StoredChainCheck(store, chain.GenesisHash, check).RunAsync(Token))
        {
            links.Add(link);
        }

        Assert.Equal([new ChainLink(new BlockSpan(1, 3), 3, null)], links);
        CheckAlterations(stored, check);
        using SigningCommittee elsewhere = new(new GenesisDescription().ChainId.Name, chain.GenesisHash);
        using BlockAuthority other = elsewhere.Authority();
        Assert.Equal(BlockProofCheck.CommitteeStep, Check(other).Run(stored).FirstFailure?.Name);
    }

    private static StoredRangeCheck Check(BlockAuthority authority) =>
        new(new BlockProofCheck(authority, [ProvenProgram.Current]));

    private static void CheckAlterations(StoredRange stored, StoredRangeCheck check)
    {
        RangeManifest manifest = stored.Manifest;
        foreach (RangeManifest lie in (RangeManifest[])
            [
                manifest with { LastBlock = 4 },
                manifest with { LastHash = 5 },
                manifest with { ParentHash = 5 },
                manifest with { Transactions = 4 },
                manifest with { Reverted = 1 },
                manifest with { ProgramHash = 5 },
                manifest with { SecurityBits = 128 },
                manifest with { ProtocolVersion = "0.14.3" },
                manifest with { PreprocessedTrace = "canonical" },
                manifest with { ProofBytes = 1 },
                manifest with { FirstBlockTime = 1 },
                manifest with { LastBlockTime = manifest.LastBlockTime + 1 },
            ])
        {
            BlockProofReport report = check.Run(stored with { Manifest = lie });
            Assert.Equal(StoredRangeCheck.ManifestStep, report.FirstFailure?.Name);
        }

        byte[] damaged = [.. stored.Bundle];
        damaged[damaged.Length / 2] ^= 1;
        Assert.Equal(StoredRangeCheck.FileStep, check.Run(stored with { Bundle = damaged }).FirstFailure?.Name);
        Assert.False(check.Run(damaged).IsValid);
        Assert.Equal(StoredRangeCheck.FileStep, check.Run(Array.Empty<byte>()).FirstFailure?.Name);
    }
}
