using System.Collections.Generic;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Cairo.Vm.Runs;
using Kraken.Fields;
using Xunit;

namespace Kraken.Cairo.Vm.Tests.Execution;

/// <summary>Hints of code outside of the program's segment: which run, in what order, and when they are refused.</summary>
public sealed class LoadedHintTests
{
    private static readonly Felt Return = Felt.Parse("0x208b7fff7fff7ffe");
    private readonly List<string> calls = [];

    [Fact]
    public void EachSegmentHasItsOwn()
    {
        // call abs [fp - 4]; call abs [fp - 3]; ret.
        FunctionRunner runner = new([Call(-4), Call(-3), Return], []);
        Relocatable first = runner.Memory.AddSegment();
        Relocatable second = runner.Memory.AddSegment();
        runner.Memory.Insert(first, Return);
        runner.Memory.Insert(second + 1, Return);
        runner.Machine.LoadHints(first.Segment, new Noted(calls, "first", 0));
        runner.Machine.LoadHints(second.Segment, new Noted(calls, "second", 1));
        Assert.Null(runner.Run(0, [first, second + 1], new Noted(calls, "program", 1), new RunResources(100)));
        Assert.Equal(
            ["first 2:0", "program 0:1", "second 3:1", "program ends", "first ends", "second ends"], calls);
    }

    [Fact]
    public void TheyComeOnceAndBeforeTheCodeRuns()
    {
        FunctionRunner runner = new([Call(-4), Call(-3), Return], []);
        Relocatable code = runner.Memory.AddSegment();
        runner.Memory.Insert(code, Return);
        Refused(runner, 0, "segment 0 cannot be given hints: it is no segment that code can be loaded into");
        Refused(runner, 1, "segment 1 cannot be given hints: it is no segment that code can be loaded into");
        Refused(runner, 3, "segment 3 cannot be given hints: it is no segment that code can be loaded into");
        Refused(runner, -1, "segment -1 cannot be given hints: it is no segment that code can be loaded into");
        Assert.Null(runner.Run(0, [code, code], NoHints.Instance, new RunResources(100)));
        Refused(runner, 2, "segment 2 cannot be given hints: its code was executed already");

        FunctionRunner other = new([Return], []);
        int segment = other.Memory.AddSegment().Segment;
        other.Machine.LoadHints(segment, NoHints.Instance);
        Refused(other, segment, "segment 2 cannot be given hints: it has hints already");
    }

    private static void Refused(FunctionRunner runner, int segment, string message)
    {
        VmException error = Assert.Throws<VmException>(() => runner.Machine.LoadHints(segment, NoHints.Instance));
        Assert.Equal((VmErrorKind.InvalidRun, message), (error.Kind, error.Message));
    }

    // call abs [fp + offset]: dst and op0 are the two cells from ap on.
    private static Felt Call(int offset) => (Felt)((0x1088UL << 48) | ((ulong)(offset + (1 << 15)) << 32) | 0x80018000);

    private sealed class Noted(List<string> calls, string name, long at) : IHintProcessor
    {
        public bool HasHints(long offset) => offset == at;

        public void Execute(VirtualMachine machine) => calls.Add($"{name} {machine.Pc}");

        public void Finish() => calls.Add($"{name} ends");
    }
}
