using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.BlockProof.Program;
using Kraken.BlockProof.Replay;
using Kraken.BlockProof.Statement;
using Kraken.BlockProof.Tests.Blocks;
using Kraken.BlockProof.Witness;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Proofs.Formats;
using Kraken.Cairo.Prover;
using Kraken.Cairo.Prover.Adapter;
using Kraken.Execution.Blocks;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Proofs.Checking.Blocks;
using Kraken.Starknet.Blocks;
using Xunit;

namespace Kraken.Proofs.Checking.Tests.Blocks;

/// <summary>A genuine proof of blocks of signed transfers in a bundle passes; with an altered output it is no proof.</summary>
public sealed class ProvedBundleTests
{
    [Fact]
    [Trait("Speed", "Slow")]
    public void AProvedBundlePassesOfflineAndItsAlteredOutputsDoNot()
    {
        List<DecidedBlock> blocks = [];
        BlockWitness witness = Chain(blocks).Witness(2);
        BlockProgramRun.Completed run = Assert.IsType<BlockProgramRun.Completed>(BlockProgram.Current.Run(witness));
        CairoProof proof = CairoProver.Prove(
            ProverInputAdapter.Adapt(run.Run.Runner), ProverParameters.Default, null, TestContext.Current.CancellationToken);

        Felt genesis = blocks[0].Block.Header.ParentHash;
        using SigningCommittee committee = new(OwnBlocks.Genesis.ChainId.Name, genesis);
        using BlockAuthority authority = committee.Authority();
        BlockProofCheck check = new(authority, OwnBlocks.Genesis.FeeTokenAddress, [ProvenProgram.Current]);
        BlockBundle bundle = new()
        {
            Proof = ProofEncoder.Encode(proof, ProofFormat.Binary),
            Certificate = committee.Certificate(11, blocks[10].Block.Header.Hash, 0, 1, 3),
            ParentCertificate = committee.Certificate(9, blocks[8].Block.Header.Hash, 0, 1, 3),
            Ancestors = [.. blocks[..9].Select(block => block.Block.Header).Reverse()],
            Bodies = [.. blocks[9..]],
        };
        Assert.True(BlockBundleFile.TryRead(BlockBundleFile.Write(bundle), out BlockBundle? read, out string? problem), problem);
        BlockProofReport report = check.Run(read);
        Assert.True(report.IsValid, report.FirstFailure?.ToString());
        Assert.Equal((10ul, 11ul), (report.Statement!.FirstBlock, report.Statement.LastBlock));
        Assert.Equal(3ul, report.Statement.Blocks.Aggregate(0ul, (sum, block) => sum + block.Transactions));

        // A proof that was made for another program would be refused by name; one whose output was altered is no proof.
        BlockProofCheck stale = new(authority, OwnBlocks.Genesis.FeeTokenAddress, [new ProvenProgram("0.14.4", 1)]);
        Assert.Equal(BlockProofCheck.ProgramStep, stale.Run(bundle).FirstFailure!.Name);
        PublicCell[] output = proof.Claim.PublicData.Output;
        for (int i = 0; i < output.Length; i++)
        {
            PublicCell[] altered = [.. output];
            altered[i] = altered[i] with { Value = altered[i].Value + 1 };
            CairoProof forged = proof with
            {
                Claim = proof.Claim with { PublicData = proof.Claim.PublicData with { Output = altered } },
            };
            BlockBundle other = bundle with { Proof = ProofEncoder.Encode(forged, ProofFormat.Binary) };
            Assert.Equal(BlockProofCheck.StarkStep, check.Run(other).FirstFailure?.Name);
        }
    }

    private static OwnBlocks Chain(List<DecidedBlock> blocks)
    {
        OwnBlocks chain = new();
        for (int number = 1; number < 10; number++)
        {
            Add();
        }

        Add(OwnBlocks.Transfer(0, 0, 1), OwnBlocks.Transfer(1, 0, 2));
        Add(OwnBlocks.Transfer(0, 1, 3));
        return chain;

        void Add(params ReadOnlySpan<ExecutableTransaction> transactions)
        {
            ExecutedBlock executed = chain.Add(transactions);
            blocks.Add(new DecidedBlock(
                new Block(chain.Last, executed.Transactions, executed.Receipts), executed.StateDiff, null));
        }
    }
}
