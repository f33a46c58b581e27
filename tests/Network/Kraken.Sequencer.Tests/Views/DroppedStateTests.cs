using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Execution.Classes;
using Kraken.Sequencer.Views;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Genesis;
using Kraken.State.Store;
using Xunit;

namespace Kraken.Sequencer.Tests.Views;

/// <summary>What is asked of a state that the node no longer holds is answered by saying so.</summary>
public sealed class DroppedStateTests : IDisposable
{
    private readonly TestChain chain = new(1, retention: StateRetention.Newest(2));
    private CallExecutor? executor;

    public void Dispose()
    {
        executor?.Dispose();
        chain.Dispose();
    }

    [Fact]
    public async Task ABlockWhoseParentsStateIsDroppedHasNoTraceAndSaysWhy()
    {
        executor = Executor();
        Assert.Null(await chain.Admission.SubmitAsync(Signed.Transfer(6, 0), CancellationToken.None));
        await CommitAsync(1);
        Assert.Single(executor.TraceBlock(1, CancellationToken.None)!.Traces);
        await CommitAsync(2);
        StateNotHeldException dropped = Assert.Throws<StateNotHeldException>(() => executor.TraceBlock(1, CancellationToken.None));
        Assert.Equal("the state of block 0 is no longer held; this node holds the states of blocks 1 to 3", dropped.Message);
        Assert.Empty(executor.TraceBlock(2, CancellationToken.None)!.Traces);
        ChainReader reader = new(chain.Store, chain.Rules, TimeProvider.System);
        Assert.Throws<StateNotHeldException>(() => reader.StateAfter(0));
        Assert.NotNull(reader.StateAfter(1));
        Assert.Null(reader.StateAfter(4));
        Assert.Equal(Signed.Transfer(6, 0).Transaction.Hash, reader.BlockAt(1)!.Transactions.Single().Hash);
    }

    [Fact]
    public void AStateThatIsDroppedUnderACallIsNoAnswerOfTheContract()
    {
        // Blocks come while the contract's class is looked up.
        executor = Executor(() => CommitAsync(3).GetAwaiter().GetResult());
        FunctionCall call = new(
            WellKnownAddresses.FeeToken, Hashing.Selector.FromName("balance_of"), [DevelopmentAccounts.All[9].Address]);
        StateNotHeldException dropped = Assert.Throws<StateNotHeldException>(
            () => executor.Call(call, new StateView(0, chain.Store.Header(0)!), CancellationToken.None));
        Assert.Equal((0UL, 1UL, 3UL), (dropped.Block, dropped.Oldest, dropped.Latest));
    }

    private CallExecutor Executor(Action? whileClassesAreRead = null)
    {
        ClassRegistry classes = new(hash =>
        {
            whileClassesAreRead?.Invoke();
            return chain.Store.Sierra(hash) is { } sierra && chain.Store.Casm(hash) is { } casm ? ClassCompiler.Load(sierra, casm) : null;
        });
        return new CallExecutor(chain.Store, chain.Rules, classes, chain.Compiler);
    }

    private async Task CommitAsync(int blocks)
    {
        for (int i = 0; i < blocks; i++)
        {
            await chain.CommitNextAsync();
        }
    }
}
