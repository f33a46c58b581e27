using System;
using System.Collections.Immutable;
using Kraken.BlockProof.Program;
using Kraken.BlockProof.Runs;
using Kraken.BlockProof.Tests.Binding;
using Kraken.Fields;
using Xunit;

namespace Kraken.BlockProof.Tests.Program;

public sealed class InvokeOutputTests
{
    [Fact]
    public void Every_shortened_or_lengthened_output_is_refused_unless_it_ends_between_system_calls()
    {
        DevnetCall call = DevnetCall.Named("fact(25)");
        InvokeProgram program = InvokeProgram.Build(call.ClassHash, RepositoryData.Casm("demo"), call.Selector, BoundCall.Constants);
        Assert.True(InvokeRun.TryRun(
            program, new(10_000_000, call.Calldata), new ContractStorage(_ => 5), BoundCall.Constants, out InvokeRun? run, out _));
        Felt[] output = [.. run!.OutputFelts];
        Assert.NotNull(InvokeOutput.TryParse(output));
        Assert.Null(InvokeOutput.TryParse([.. output, 1]));
        int whole = 0;
        for (int length = 0; length < output.Length; length++)
        {
            whole += InvokeOutput.TryParse(output.AsSpan(0, length)) is null ? 0 : 1;
        }

        Assert.Equal(run.Output.Syscalls.Length, whole);
    }

    [Fact]
    public void Counts_that_exceed_the_output_and_flags_that_are_none_are_refused()
    {
        Assert.NotNull(InvokeOutput.TryParse([1, 2, 0, 100, 50, 0, 0]));
        Assert.Null(InvokeOutput.TryParse([1, 2, 0, 100, 50, 2, 0]));
        Assert.Null(InvokeOutput.TryParse([1, 2, 9, 100, 50, 0, 0]));
        Assert.Null(InvokeOutput.TryParse([1, 2, Felt.MinusOne, 100, 50, 0, 0]));
        Assert.Null(InvokeOutput.TryParse([1, 2, 0, 100, 50, 0, 1]));
        Assert.Null(InvokeOutput.TryParse([]));
    }
}
