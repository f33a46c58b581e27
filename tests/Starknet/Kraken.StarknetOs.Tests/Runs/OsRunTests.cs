using System;
using System.Collections.Immutable;
using System.Linq;
using Kraken.BlockProof.Program;
using Kraken.BlockProof.Statement;
using Kraken.BlockProof.Tests.Blocks;
using Kraken.BlockProof.Witness;
using Kraken.Curves;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Transactions;
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
    public void ATransfer()
    {
        OwnBlocks chain = new();
        chain.Add(OwnBlocks.Transfer(0, 0, 1));
        Check(chain);
    }

    private void Check(OwnBlocks chain, int count = 1)
    {
        BlockWitness witness = chain.Witness(count);
        OsRun run = OsRun.Of(GivenProgram.Value, witness);
        OsRun.Completed theirs = run as OsRun.Completed ?? throw new Xunit.Sdk.XunitException(run.ToString());
        BlockProgramRun.Completed ours = Assert.IsType<BlockProgramRun.Completed>(BlockProgram.Current.Run(witness));
        log.WriteLine($"{count} blocks: {theirs.Run.Steps} steps, ours {ours.Run.Steps}");
        Assert.True(OsOutput.TryParse(theirs.Output.AsSpan(), out OsOutput? output, out string? error), error);
        Assert.True(BlockStatement.TryParse(ours.Output.AsSpan(), out BlockStatement? statement, out StatementError? problem), $"{problem}");
        Assert.Empty(OsComparison.Differences(output, statement, theirs.Blocks));
    }
}
