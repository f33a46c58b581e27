using System;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Sequencer.Views;
using Kraken.Starknet.Chain;
using Xunit;

namespace Kraken.Sequencer.Tests.Views;

[Collection(BusyMachine.Name)]
public sealed class CallExecutorTests
{
    [Fact]
    public void ACallMayUseTheGasOfTheNodeAndNotMore()
    {
        const ulong Steps = 1000;
        using DemoChain chain = new(new ViewLimits { CallGas = 10_000_000 });
        Assert.IsType<CallResult.Returned>(chain.Executor.Call(chain.Fibonacci(Steps), chain.View, CancellationToken.None));
        CallResult.Failed failed =
            Assert.IsType<CallResult.Failed>(chain.Executor.Call(chain.Fibonacci(100 * Steps), chain.View, CancellationToken.None));
        Assert.Contains("Out of gas", failed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ACallThatTakesTooLongIsGivenUp()
    {
        // A fast machine must not meet the limit of memory first.
        using DemoChain chain = new(new ViewLimits
        {
            CallGas = ulong.MaxValue, Time = TimeSpan.FromMilliseconds(50), MaxMemory = long.MaxValue, MaxTotalMemory = long.MaxValue,
        });
        var exceeded = Assert.Throws<BudgetExceededException>(
            () => chain.Executor.Call(chain.Fibonacci(DemoChain.Endless), chain.View, CancellationToken.None));
        Assert.Contains("50 ms", exceeded.Message, StringComparison.Ordinal);
        Assert.Equal(0, chain.Executor.UsedMemory);
    }

    [Fact]
    public void ACallThatWantsTooMuchMemoryIsGivenUp()
    {
        using DemoChain chain = new(new ViewLimits { CallGas = ulong.MaxValue, Time = TimeSpan.FromMinutes(5), MaxMemory = 4 << 20 });
        var exceeded = Assert.Throws<BudgetExceededException>(
            () => chain.Executor.Call(chain.Fibonacci(DemoChain.Endless), chain.View, CancellationToken.None));
        Assert.Contains("memory cells", exceeded.Message, StringComparison.Ordinal);
        Assert.Equal(0, chain.Executor.UsedMemory);
    }

    [Fact]
    public async Task AnAbandonedCallStopsInTheMachine()
    {
        using DemoChain chain = new(new ViewLimits
        {
            CallGas = ulong.MaxValue,
            Time = TimeSpan.FromMinutes(5),
            MaxMemory = long.MaxValue,
            MaxTotalMemory = long.MaxValue,
        });
        using CancellationTokenSource abandon = new();
        Task call = Task.Factory.StartNew(
            () => chain.Executor.Call(chain.Fibonacci(DemoChain.Endless), chain.View, abandon.Token),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        Assert.True(SpinWait.SpinUntil(() => chain.Executor.UsedMemory > 1 << 20, TimeSpan.FromSeconds(30)));
        abandon.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(0, chain.Executor.UsedMemory);
    }
}
