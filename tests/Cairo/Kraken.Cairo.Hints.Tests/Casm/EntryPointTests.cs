using System.Numerics;
using Kraken.Cairo.Hints.Casm;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Cairo.Vm.Runs;
using Kraken.Casm.Builtins;
using Kraken.Fields;
using Xunit;

namespace Kraken.Cairo.Hints.Tests.Casm;

/// <summary>Entry points of the demo contract, run without Starknet.</summary>
public sealed class EntryPointTests
{
    private static readonly Felt ReturnWord = Felt.Parse("0x208b7fff7fff7ffe");
    private static readonly ulong[] BuiltinCosts = [4050, 583, 4085, 491, 230, 604, 3334];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(300)]
    public void FibonacciReturnsTheNumber(int n)
    {
        BigInteger a = 0;
        BigInteger b = 1;
        for (int i = 0; i < n; i++)
        {
            (a, b) = (b, a + b);
        }

        Assert.Equal(Felt.FromBigInteger(a), Assert.Single(Returned("fibonacci", n)));
    }

    [Fact]
    public void FactorialReturnsTheNumber()
    {
        BigInteger product = 1;
        for (int i = 2; i <= 60; i++)
        {
            product *= i;
        }

        Assert.Equal(Felt.FromBigInteger(product), Assert.Single(Returned("factorial", 60)));
    }

    [Fact]
    public void ArgumentsBeyondTheirTypePanic()
    {
        (FunctionRunner runner, VmError? error) = Run("fibonacci", Felt.FromBigInteger(BigInteger.One << 40));
        Assert.Null(error);
        Assert.Equal(Felt.One, runner.Memory.GetFelt(runner.Machine.Ap + -3));
        Assert.Equal([Felt.FromShortString("Failed to deserialize param #1")], ReturnData(runner));
    }

    [Fact]
    public void SystemCallsWithoutAHostNameTheHint()
    {
        (_, VmError? error) = Run("last_result");
        Assert.NotNull(error);
        Assert.Equal((VmErrorKind.Hint, "UnsupportedHint"), (error.Kind, error.Code));
        Assert.Contains("SystemCall", error.Message);
    }

    private static Felt[] Returned(string function, int argument)
    {
        (FunctionRunner runner, VmError? error) = Run(function, argument);
        Assert.True(error is null, error?.ToString());
        Assert.Equal(Felt.Zero, runner.Memory.GetFelt(runner.Machine.Ap + -3));
        Assert.Null(runner.VerifySecure(int.MaxValue));
        ExecutionResources resources = runner.CountResources();
        Assert.True(resources.Steps > argument);
        Assert.True(resources.BuiltinInstances[BuiltinName.RangeCheck] >= argument);
        return ReturnData(runner);
    }

    private static (FunctionRunner Runner, VmError? Error) Run(string function, params Felt[] calldata)
    {
        var contract = new ContractClassFile("chain-contracts", "demo.casm.json");
        (int offset, BuiltinName[] builtins) = contract.EntryPoint(function);
        var runner = new FunctionRunner(contract.Bytecode, builtins);
        Relocatable costs = runner.Memory.AddSegment();
        foreach ((int i, ulong cost) in System.Linq.Enumerable.Index(BuiltinCosts))
        {
            runner.Memory.Insert(costs + i, (Felt)cost);
        }

        runner.Memory.Load(runner.ProgramBase + contract.Bytecode.Length, [ReturnWord, costs]);
        Relocatable systemCalls = runner.Memory.AddSegment();
        Relocatable data = runner.Memory.AddSegment();
        runner.Memory.Load(data, calldata);
        MaybeRelocatable[] arguments = [.. System.Linq.Enumerable.Select(runner.BuiltinBases, b =>
            (MaybeRelocatable)b), (Felt)100_000_000UL, systemCalls, data, data + calldata.Length];
        return (runner, runner.Run(offset, arguments, new CasmHintProcessor(contract.Hints), new RunResources(1_000_000)));
    }

    private static Felt[] ReturnData(FunctionRunner runner)
    {
        Relocatable start = runner.Memory.GetAddress(runner.Machine.Ap + -2);
        Relocatable end = runner.Memory.GetAddress(runner.Machine.Ap + -1);
        return runner.Memory.GetFelts(start, (int)(end.Offset - start.Offset));
    }
}
