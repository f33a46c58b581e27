using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using Kraken.BlockProof.Program;
using Kraken.BlockProof.Runs;
using Kraken.BlockProof.Statement;
using Kraken.BlockProof.Witness;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Proofs.Formats;
using Kraken.Cairo.Air.Verification;
using Kraken.Cairo.Prover;
using Kraken.Cairo.Prover.Adapter;
using Kraken.Execution.Blocks;
using Kraken.Execution.Transactions;
using Kraken.Starknet.Blocks;
using Xunit;

namespace Kraken.BlockProof.Tests.Blocks;

/// <summary>Blocks proved by the block program, and what their proof states.</summary>
public sealed class ProvedBlockTests(ITestOutputHelper log)
{
    [Fact]
    public void TheOutputIsTheStatementOfTheBlocks()
    {
        (OwnBlocks chain, List<Block> blocks) = Transfers();
        foreach (int count in (int[])[1, 2, 12])
        {
            BlockWitness witness = chain.Witness(count);
            Assert.Equal(Expected(witness, blocks).ToFelts(), Run(witness).Output);
        }
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void BlocksOfTransfersAreProvedAndVerified()
    {
        (OwnBlocks chain, List<Block> blocks) = Transfers();
        BlockWitness witness = chain.Witness(2);
        ProofModeRun run = Run(witness);
        long started = Stopwatch.GetTimestamp();
        CairoProof proof = CairoProver.Prove(
            ProverInputAdapter.Adapt(run.Runner), ProverParameters.Default, null, TestContext.Current.CancellationToken);
        byte[] file = ProofEncoder.Encode(proof, ProofFormat.CairoSerde);
        log.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{run.Steps} steps, proved in {Stopwatch.GetElapsedTime(started).TotalSeconds:f1} s, {file.Length} bytes"));
        VerificationReport report = ProofFileVerifier.Verify(file);
        Assert.Null(report.Error);
        Assert.Equal(Expected(witness, blocks).ToFelts(), report.Statement!.Output);
        Assert.Equal(ProofModeRun.HashOf(BlockProgram.Current.Cairo.Data), report.Statement.ProgramHash);
    }

    private static (OwnBlocks Chain, List<Block> Blocks) Transfers()
    {
        OwnBlocks chain = new();
        List<Block> blocks = [];
        for (int number = 1; number <= 10; number++)
        {
            Add();
        }

        Add(OwnBlocks.Transfer(0, 0, 1), OwnBlocks.Transfer(1, 0, 2));
        Add(OwnBlocks.Transfer(0, 1, 3));
        return (chain, blocks);

        void Add(params ReadOnlySpan<ExecutableTransaction> transactions)
        {
            ExecutedBlock executed = chain.Add(transactions);
            blocks.Add(new Block(chain.Last, executed.Transactions, executed.Receipts));
        }
    }

    private static ProofModeRun Run(BlockWitness witness)
    {
        BlockProgramRun run = BlockProgram.Current.Run(witness);
        return (run as BlockProgramRun.Completed)?.Run ?? throw new Xunit.Sdk.XunitException(run.ToString());
    }

    private static BlockStatement Expected(BlockWitness witness, List<Block> blocks) => BlockStatement.Of(
        ChainInfo.ConfigHashOf(witness.Chain.ChainId, witness.Chain.FeeToken),
        witness.Parent,
        blocks[^witness.Blocks.Length..],
        [.. witness.Blocks.Select(block => block.OldHash)]);
}
