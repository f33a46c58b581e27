using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using Kraken.BlockProof.Program;
using Kraken.BlockProof.Statement;
using Kraken.BlockProof.Tests.Blocks;
using Kraken.BlockProof.Witness;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Proofs.Formats;
using Kraken.Cairo.Air.Verification;
using Kraken.Cairo.Prover;
using Kraken.Cairo.Prover.Adapter;
using Kraken.Execution.Blocks;
using Kraken.Fields;
using Kraken.StarknetOs.Output;
using Kraken.StarknetOs.Runs;
using Kraken.StarknetOs.Tests.Programs;
using Xunit;

namespace Kraken.StarknetOs.Tests.Runs;

/// <summary>Blocks of our own chain through the operating system: it must come to what our block program states of them.</summary>
[Trait("Speed", "Slow")]
public sealed class OsRunTests(ITestOutputHelper log)
{
    [Fact]
    public void AnEmptyBlock()
    {
        OwnBlocks chain = new();
        chain.Add();
        Check(chain);
    }

    [Fact]
    public void TransfersOfSeveralAccounts()
    {
        OwnBlocks chain = new();
        chain.Add(OwnBlocks.Transfer(0, 0, 1));
        Check(chain);
        chain.Add(OwnBlocks.Transfer(0, 1, 1), OwnBlocks.Transfer(1, 0, 2), OwnBlocks.Transfer(0, 2, 3), OwnBlocks.Transfer(3, 0, 3));
        Check(chain);
        Check(chain, 2);
    }

    [Fact]
    public void BlocksThatReadTheHashesOfOldOnes()
    {
        OwnBlocks chain = new();
        for (int number = 1; number < 22; number++)
        {
            if (number % 4 == 0)
            {
                chain.Add(OwnBlocks.Transfer(0, (ulong)(number / 4) - 1, 1));
            }
            else
            {
                chain.Add();
            }
        }

        chain.Add(OwnBlocks.Play(5, (Puppet.First, [.. Puppet.TryBlockHash(12), .. Puppet.TryBlockHash(13), .. Puppet.TryBlockHash(2)])));
        Check(chain);
        Check(chain, 3);
        Check(chain, 14);
    }

    [Fact]
    public void ADeployedAccount()
    {
        OwnBlocks chain = new();
        Plays.DeployAccount(chain);
        Check(chain);
        Check(chain, 2);
    }

    [Fact]
    public void DeclaredClassesOneOfWhichReplacesAnother()
    {
        OwnBlocks chain = new();
        Plays.DeclareAndReplace(chain, static () => { });
        Check(chain);
        Check(chain, 2);
    }

    [Fact]
    public void EverySystemCall()
    {
        OwnBlocks chain = new();
        Assert.Null(chain.Add(Plays.EverySystemCall(0)).Receipts[0].RevertReason);
        Check(chain);
    }

    [Fact]
    public void FailedCalls()
    {
        OwnBlocks chain = new();
        ExecutedBlock block = chain.Add(Plays.FailuresAndAfter());
        Assert.All(block.Receipts, receipt => Assert.Null(receipt.RevertReason));
        Check(chain);
    }

    [Fact]
    public void RevertedTransactionsAndMessagesFromL1()
    {
        OwnBlocks chain = new();
        ExecutedBlock block = chain.Add(Plays.Block());
        Assert.Equal(2, block.Receipts.Count(receipt => receipt.RevertReason is not null));
        Check(chain);
        chain.Add(OwnBlocks.Transfer(1, 1, 2));
        Check(chain, 2);
    }

    [Fact]
    public void AProofShowsTheProgramAndTheOutput()
    {
        OwnBlocks chain = new();
        chain.Add(OwnBlocks.Transfer(0, 0, 1));
        OsRun.Completed run = Run(chain.Witness());
        long started = Stopwatch.GetTimestamp();
        CairoProof proof = CairoProver.Prove(
            ProverInputAdapter.Adapt(run.Run.Runner), ProverParameters.Default, null, TestContext.Current.CancellationToken);
        byte[] file = ProofEncoder.Encode(proof, ProofFormat.CairoSerde);
        log.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"proved in {Stopwatch.GetElapsedTime(started).TotalSeconds:f1} s, {file.Length} bytes"));
        VerificationReport report = ProofFileVerifier.Verify(file);
        Assert.Null(report.Error);
        Assert.Equal(run.Output, report.Statement!.Output);
        Assert.Equal(GivenProgram.Value.ProvedHash, report.Statement.ProgramHash);
    }

    /// <summary>The program undoes the compression and compares; header and messages stay as they are.</summary>
    [Fact]
    public void ACompressedStateDiffIsTheSame()
    {
        OwnBlocks chain = new();
        chain.Add(Plays.Block());
        chain.Add(OwnBlocks.Transfer(1, 1, 2));
        BlockWitness witness = chain.Witness(2);
        OsRun run = OsRun.Of(GivenProgram.Value, witness, compresses: true);
        OsRun.Completed compressed = run as OsRun.Completed ?? throw new Xunit.Sdk.XunitException(run.ToString());
        OsRun.Completed whole = Run(witness);
        Assert.Equal(whole.Output[..9], compressed.Output[..9]);
        Assert.Equal((Felt.One, Felt.Zero), (whole.Output[9], compressed.Output[9]));
        int messages = 10 + MessageFelts(whole);
        Assert.Equal(whole.Output[10..messages], compressed.Output[10..messages]);
        Assert.True(compressed.Output.Length < whole.Output.Length);
    }

    [Fact]
    public void ARunMayTakeItsStepsAndNotOneMore()
    {
        OwnBlocks chain = new();
        chain.Add();
        BlockWitness witness = chain.Witness();
        long steps = Run(witness).Run.Steps;
        Assert.IsType<OsRun.Completed>(OsRun.Of(GivenProgram.Value, witness, steps));
        Assert.Contains(
            "no remaining steps", Assert.IsType<OsRun.Failed>(OsRun.Of(GivenProgram.Value, witness, steps - 2)).Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void WhatOurProgramCannotStateIsRefusedByName()
    {
        OwnBlocks chain = new();
        chain.Add(OwnBlocks.Play(0, (Puppet.First, [22, .. Puppet.List()])));
        NotProvable reason = Assert.IsType<OsRun.Refused>(OsRun.Of(GivenProgram.Value, chain.Witness())).Reason;
        Assert.Equal(BlockRefusalKind.SystemCall, reason.Kind);
    }

    [Fact]
    public void EveryAlteredValueIsADifference()
    {
        OwnBlocks chain = new();
        chain.Add(Plays.Block());
        BlockWitness witness = chain.Witness();
        OsRun.Completed theirs = Run(witness);
        BlockStatement statement = StatementOf(witness);
        Assert.True(OsOutput.TryParse(theirs.Output.AsSpan(), out OsOutput? output, out string? error), error);
        for (int i = 0; i < theirs.Output.Length; i++)
        {
            Felt[] altered = [.. theirs.Output];
            altered[i] += Felt.One;
            Assert.False(
                OsOutput.TryParse(altered, out OsOutput? other, out _)
                && OsComparison.Differences(other, statement, theirs.Blocks).IsEmpty,
                $"felt {i} may be another");
        }

        Assert.Empty(OsComparison.Differences(output, statement, theirs.Blocks));
    }

    private static int MessageFelts(OsRun.Completed run)
    {
        int toL1 = (int)run.Output[10].ToBigInteger();
        return 2 + toL1 + (int)run.Output[11 + toL1].ToBigInteger();
    }

    private static OsRun.Completed Run(BlockWitness witness)
    {
        OsRun run = OsRun.Of(GivenProgram.Value, witness);
        return run as OsRun.Completed ?? throw new Xunit.Sdk.XunitException(run.ToString());
    }

    private static BlockStatement StatementOf(BlockWitness witness)
    {
        BlockProgramRun.Completed ours = Assert.IsType<BlockProgramRun.Completed>(BlockProgram.Current.Run(witness));
        bool isRead = BlockStatement.TryParse(ours.Output.AsSpan(), out BlockStatement? statement, out StatementError? problem);
        Assert.True(isRead, $"{problem}");
        return statement!;
    }

    private void Check(OwnBlocks chain, int count = 1)
    {
        BlockWitness witness = chain.Witness(count);
        OsRun.Completed theirs = Run(witness);
        BlockProgramRun.Completed ours = Assert.IsType<BlockProgramRun.Completed>(BlockProgram.Current.Run(witness));
        log.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{count} blocks, {witness.Blocks.Sum(block => block.Transactions.Length)} transactions: {theirs.Run.Steps} steps, ours "
            + $"{ours.Run.Steps}"));
        Assert.True(OsOutput.TryParse(theirs.Output.AsSpan(), out OsOutput? output, out string? error), error);
        Assert.Empty(OsComparison.Differences(output, StatementOf(witness), theirs.Blocks));
    }
}
