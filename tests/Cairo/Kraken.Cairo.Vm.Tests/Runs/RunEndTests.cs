using System.Linq;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Cairo.Vm.Programs;
using Kraken.Cairo.Vm.Runs;
using Kraken.Casm.Builtins;
using Kraken.Fields;
using Xunit;

namespace Kraken.Cairo.Vm.Tests.Runs;

/// <summary>How programs begin and end: what they ask for, what they leave, and what is said where either is not in order.</summary>
public sealed class RunEndTests
{
    private static readonly Felt Return = Felt.Parse("0x208b7fff7fff7ffe");

    // [ap] = [fp - 3] + 1, ap++.
    private static readonly Felt Increment = Felt.Parse("0x482680017ffd8000");

    [Fact]
    public void ABuiltinsPointerIsReturnedBehindItsCells()
    {
        // The program returns its output pointer as it got it, then one further.
        Assert.Equal("the stop pointer of output is 2:1, 0 cells are used",
            Run([Increment, Felt.One, Return], [BuiltinName.Output])?.Message);
        Assert.Null(Run([Increment, Felt.Zero, Return], [BuiltinName.Output]));
        Assert.Equal(VmErrorKind.InvalidStopPointer, Run([Increment, (Felt)5, Return], [BuiltinName.RangeCheck])?.Kind);

        // [ap] = 7, ap++: no address.
        VmError? error = Run([Felt.Parse("0x480680017fff8000"), (Felt)7, Return], [BuiltinName.Output]);
        Assert.Equal((VmErrorKind.NoStopPointer, "the stop pointer of output is not at 1:3"), (error!.Kind, error.Message));

        // [ap] = [fp - 2], ap++: an address of another segment.
        error = Run([Felt.Parse("0x480a7ffe7fff8000"), Return], [BuiltinName.Output]);
        Assert.Equal((VmErrorKind.InvalidStopPointerIndex, "the stop pointer of output is 3:0, its segment 2"),
            (error!.Kind, error.Message));
    }

    [Fact]
    public void TheLayoutHasTheProgramsBuiltinsInTheirOrder()
    {
        VmError? error = Run([Return], [BuiltinName.Output, BuiltinName.Pedersen], "plain");
        Assert.Equal(
            (VmErrorKind.InvalidRun, "Builtins output, pedersen not present in layout plain"), (error!.Kind, error.Message));
        foreach (BuiltinName[] order in (BuiltinName[][])[[BuiltinName.Pedersen, BuiltinName.Output],
            [BuiltinName.Output, BuiltinName.Output]])
        {
            error = Run([Return], order);
            Assert.Equal((VmErrorKind.InvalidRun, "the program's builtins are not in canonical order"), (error!.Kind, error.Message));
        }

        RunOptions missing = new() { Layout = Layout.Find("plain")!, AllowsMissingBuiltins = true };
        Assert.Null(CairoRunner.Run(
            Program([Felt.Parse("0x480a7ffd7fff8000"), Return], [BuiltinName.Output]), missing, NoHints.Instance, out CairoRunner runner));
        Assert.Empty(runner.Output());
        error = CairoRunner.Run(Program([Increment, Felt.One, Return], [BuiltinName.Output]), missing, NoHints.Instance, out _);
        Assert.Equal("the stop pointer of the missing builtin output is not 0", error?.Message);
    }

    [Fact]
    public void ARunInProofModeHasALabelToStartAndOneToEnd()
    {
        RunOptions proof = new() { Layout = Layout.Find("plain")!, ProofMode = true };
        VmError? error = CairoRunner.Run(Program([Return], []), proof, NoHints.Instance, out _);
        Assert.Equal("the program has no __start__: it was not compiled for proof mode", error?.Message);
        CairoProgram program = Program([Return], [], ("__main__.__start__", 0));
        error = CairoRunner.Run(program, proof, NoHints.Instance, out _);
        Assert.Equal((VmErrorKind.InvalidRun, "the program has no __end__"), (error!.Kind, error.Message));
    }

    [Fact]
    public void NothingStandsBehindTheProgram()
    {
        FunctionRunner runner = Finished([]);
        Assert.Null(runner.VerifySecure(1));
        runner.Memory.Insert(new Relocatable(0, 1), Felt.One);
        VmError? error = runner.VerifySecure(1);
        Assert.Equal((VmErrorKind.OutOfBoundsProgramSegmentAccess, "Out of bounds access to program segment"),
            (error!.Kind, error.Message));
        Assert.Null(runner.VerifySecure(2));
    }

    [Fact]
    public void NoTemporaryAddressIsLeft()
    {
        FunctionRunner runner = Finished([]);
        Relocatable temporary = runner.Memory.AddTemporarySegment();
        Assert.Null(runner.VerifySecure(1));
        runner.Memory.Insert(new Relocatable(1, 9), temporary + 4);
        VmError? error = runner.VerifySecure(1);
        Assert.Equal(VmErrorKind.InvalidMemoryValueTemporaryAddress, error?.Kind);
        Assert.EndsWith("temporary address not relocated: -1:4", error!.Message, System.StringComparison.Ordinal);
    }

    [Fact]
    public void TheFrameAtTheEndIsTheSavedOne()
    {
        FunctionRunner runner = Finished([]);
        runner.Machine.Fp = new Relocatable(1, 2);
        VmError? error = runner.VerifySecure(1);
        Assert.Equal((VmErrorKind.MismatchReturnFp, "Return FP address deviates: saved 0, final 1:2"), (error!.Kind, error.Message));
    }

    [Theory]
    [InlineData(BuiltinName.Pedersen, 2)]
    [InlineData(BuiltinName.Bitwise, 2)]
    [InlineData(BuiltinName.Poseidon, 3)]
    [InlineData(BuiltinName.EcOp, 5)]
    [InlineData(BuiltinName.Keccak, 8)]
    public void EveryInputOfAStartedInstanceIsThere(BuiltinName name, int inputs)
    {
        for (int missing = 0; missing < inputs; missing++)
        {
            FunctionRunner runner = Finished([name]);
            for (int i = 0; i < inputs; i++)
            {
                if (i != missing)
                {
                    runner.Memory.Insert(runner.BuiltinBases[0] + i, Felt.Zero);
                }
            }

            VmError? error = runner.VerifySecure(1);
            Assert.Equal((VmErrorKind.MissingMemoryCells, $"Missing memory cells for {name.Text()}"), (error!.Kind, error.Message));
            runner.Memory.Insert(runner.BuiltinBases[0] + missing, Felt.Zero);

            // Outputs that the code did not read must exist all the same; zeros are no point.
            VmErrorKind? whole = name == BuiltinName.EcOp ? VmErrorKind.PointNotOnCurve : null;
            Assert.Equal(whole, runner.VerifySecure(1)?.Kind);
        }
    }

    [Theory]
    [InlineData(BuiltinName.Pedersen, 2, 3)]
    [InlineData(BuiltinName.Bitwise, 2, 5)]
    [InlineData(BuiltinName.Poseidon, 3, 6)]
    [InlineData(BuiltinName.Keccak, 8, 16)]
    public void OutputsAreFilledOrCheckedAtTheEnd(BuiltinName name, int inputs, int cells)
    {
        FunctionRunner runner = Finished([name]);
        runner.Memory.Load(runner.BuiltinBases[0], [.. Enumerable.Range(1, inputs).Select(i => (Felt)i)]);
        Assert.Null(runner.Machine.Guard(() => RunEnding.CheckDeductions(runner.Machine, fill: false)));
        Assert.Equal(inputs, runner.Memory.UsedSize(runner.BuiltinBases[0].Segment));
        Assert.Null(runner.Machine.Guard(() => RunEnding.CheckDeductions(runner.Machine, fill: true)));
        Assert.Equal(cells, runner.Memory.UsedSize(runner.BuiltinBases[0].Segment));
        for (int output = inputs; output < cells; output++)
        {
            FunctionRunner other = Finished([name]);
            other.Memory.Load(other.BuiltinBases[0], [.. Enumerable.Range(1, inputs).Select(i => (Felt)i)]);
            Felt right = runner.Memory.GetFelt(runner.BuiltinBases[0] + output);
            other.Memory.Insert(other.BuiltinBases[0] + output, right + Felt.One);
            VmError? error = other.Machine.Guard(() => RunEnding.CheckDeductions(other.Machine, fill: false));
            string values = $"expected {right.ToBigInteger()}, got {(right + Felt.One).ToBigInteger()}";
            Assert.Equal(
                (VmErrorKind.InconsistentAutoDeduction, $"Inconsistent auto-deduction for {name.Text()} builtin, {values}"),
                    (error!.Kind, error.Message));
        }
    }

    private static FunctionRunner Finished(BuiltinName[] builtins)
    {
        FunctionRunner runner = new([Return], builtins);
        Assert.Null(runner.Run(0, [], NoHints.Instance, new RunResources()));

        // A run that returned has the frame of its caller, which a function has none of.
        runner.Machine.Fp = new Relocatable(1, 0);
        return runner;
    }

    private static VmError? Run(Felt[] data, BuiltinName[] builtins, string layout = "small") => CairoRunner.Run(
        Program(data, builtins), new RunOptions { Layout = Layout.Find(layout)! }, NoHints.Instance, out _);

    private static CairoProgram Program(Felt[] data, BuiltinName[] builtins, params (string Name, int Pc)[] labels) => new(
        data, builtins, [], [], labels.Append(("__main__.main", 0)).ToDictionary(
            label => label.Item1, label => new ProgramIdentifier("function", label.Item2, null, null, null, null)));
}
