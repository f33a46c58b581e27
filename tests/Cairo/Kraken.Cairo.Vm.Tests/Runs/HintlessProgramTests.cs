using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Cairo.Vm.Programs;
using Kraken.Cairo.Vm.Runs;
using Xunit;

namespace Kraken.Cairo.Vm.Tests.Runs;

/// <summary>Programs without hints, run as the reference ran them.</summary>
public sealed class HintlessProgramTests
{
    [Theory]
    [InlineData("plain_fibonacci")]
    [InlineData("bitwise_words")]
    [InlineData("pedersen_states")]
    [InlineData("range_check96")]
    public void RunsLikeTheReference(string name) => ExpectedRuns.CheckPlain(name, _ => NoHints.Instance);

    [Theory]
    [InlineData("plain_fibonacci")]
    [InlineData("bitwise_words")]
    [InlineData("pedersen_states")]
    [InlineData("range_check96")]
    public void RunsInProofModeLikeTheReference(string name) => ExpectedRuns.CheckProof(name, _ => NoHints.Instance);

    [Fact]
    public void AFailedAssertionNamesPcValuesAndCallStack()
    {
        CairoProgram program = ExpectedRuns.Load("fail_assert.json");
        VmError? error = CairoRunner.Run(program, new RunOptions { Layout = Layout.Find("small")! }, NoHints.Instance, out _);
        Assert.NotNull(error);
        Assert.Equal((VmErrorKind.DiffAssertValues, new Relocatable(0, 18)), (error.Kind, error.Pc));
        Assert.Equal("An ASSERT_EQ instruction failed: 6 != 7.", error.Message);
        Assert.Equal([new(0, 53), new(0, 40), new(0, 40), new(0, 40), new(0, 27)], error.CallStack);
    }

    [Fact]
    public void ASpentBudgetEndsTheRunAtItsStep()
    {
        CairoProgram program = ExpectedRuns.Load("plain_fibonacci.json");
        var options = new RunOptions { Layout = Layout.Find("small")!, Resources = new RunResources(2262) };
        VmError? error = CairoRunner.Run(program, options, NoHints.Instance, out CairoRunner runner);
        Assert.Equal((VmErrorKind.UnfinishedExecution, 2262L), (error?.Kind, error?.Step ?? 0));
        Assert.True(options.Resources.IsConsumed);
        Assert.Equal(2262, runner.Machine.Steps);
    }
}
