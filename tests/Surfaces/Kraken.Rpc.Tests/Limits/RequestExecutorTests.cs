using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Rpc.Limits;
using Xunit;

namespace Kraken.Rpc.Tests.Limits;

public sealed class RequestExecutorTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ManualResetEventSlim release = new();
    private readonly CountdownEvent started = new(1);

    public void Dispose()
    {
        release.Set();
        release.Dispose();
        started.Dispose();
    }

    [Fact]
    public async Task RequestsRunOnThreadsOfTheirOwn()
    {
        RequestExecutor executor = new("test", 1, 1, 1, 1);
        Assert.False(await executor.RunAsync("a", () => Thread.CurrentThread.IsThreadPoolThread, CancellationToken.None));
    }

    [Fact]
    public async Task AsManyWaitAsMayAndTheNextIsToldHowMany()
    {
        RequestExecutor executor = new("test", 1, 3, 100, 1);
        Task running = Occupy(executor, "a");
        Task[] waiting = [.. Enumerable.Range(0, 3).Select(i => executor.RunAsync($"b{i}", () => i, CancellationToken.None))];
        Assert.Equal(3, executor.Waiting);
        ServerBusyException refused =
            await Assert.ThrowsAsync<ServerBusyException>(() => executor.RunAsync("c", () => 0, CancellationToken.None));
        Assert.Equal("server busy: 3 requests wait", refused.Message);
        release.Set();
        await Task.WhenAll([running, .. waiting]).WaitAsync(Patience);
        Assert.Equal(5, await executor.RunAsync("c", () => 5, CancellationToken.None));
    }

    [Fact]
    public async Task OneClientHasItsShareAndNotMore()
    {
        RequestExecutor executor = new("test", 1, 100, 4, 1);
        Task running = Occupy(executor, "a");
        Task[] waiting = [.. Enumerable.Range(0, 3).Select(i => executor.RunAsync("a", () => i, CancellationToken.None))];
        ServerBusyException refused =
            await Assert.ThrowsAsync<ServerBusyException>(() => executor.RunAsync("a", () => 0, CancellationToken.None));
        Assert.Equal("server busy: 4 requests of one address wait or run", refused.Message);
        Task other = executor.RunAsync("b", () => 0, CancellationToken.None);
        release.Set();
        await Task.WhenAll([running, other, .. waiting]).WaitAsync(Patience);
    }

    [Fact]
    public async Task ClientsTakeTurns()
    {
        RequestExecutor executor = new("test", 1, 100, 100, 1);
        Task running = Occupy(executor, "a");
        List<string> order = [];
        List<Task> waiting = [];
        foreach (string name in (string[])["a1", "a2", "a3", "b1", "c1", "b2"])
        {
            waiting.Add(executor.RunAsync(name[..1], () => Note(order, name), CancellationToken.None));
        }

        release.Set();
        await Task.WhenAll([running, .. waiting]).WaitAsync(Patience);
        Assert.Equal(["a1", "b1", "c1", "a2", "b2", "a3"], order);
    }

    [Fact]
    public async Task OneClientsLongRequestsLeaveThreadsToOthers()
    {
        RequestExecutor executor = new("test", 4, 100, 100, 2);
        Task first = Occupy(executor, "a");
        started.Reset();
        Task second = Occupy(executor, "a");
        bool ran = false;
        Task third = executor.RunAsync("a", () => ran = true, CancellationToken.None);

        // Others are served one after another, behind the one that waits.
        foreach (string other in (string[])["b", "c", "b", "b"])
        {
            Assert.Equal(other, await executor.RunAsync(other, () => other, CancellationToken.None).WaitAsync(Patience));
            Assert.False(ran);
        }

        release.Set();
        await Task.WhenAll(first, second, third).WaitAsync(Patience);
        Assert.True(ran);
        Assert.Equal(0, executor.Waiting);
    }

    [Fact]
    public async Task ARequestThatNobodyWaitsForLeavesTheQueueAtOnce()
    {
        RequestExecutor executor = new("test", 1, 2, 3, 1);
        Task running = Occupy(executor, "a");
        using CancellationTokenSource left = new();
        bool ran = false;
        Task abandoned = executor.RunAsync("a", () => ran = true, left.Token);
        Task kept = executor.RunAsync("a", () => 0, CancellationToken.None);
        Assert.Equal(2, executor.Waiting);
        await left.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => abandoned);
        Assert.Equal(1, executor.Waiting);

        // Its place in the queue and in the client's share is free again.
        Task next = executor.RunAsync("a", () => 0, CancellationToken.None);
        release.Set();
        await Task.WhenAll(running, kept, next).WaitAsync(Patience);
        Assert.False(ran);
    }

    [Fact]
    public async Task AFailureIsThatOfTheRequest()
    {
        RequestExecutor executor = new("test", 1, 2, 3, 1);
        await Assert.ThrowsAsync<FormatException>(
            () => executor.RunAsync<int>("a", () => throw new FormatException(), CancellationToken.None));
        Assert.Equal(1, await executor.RunAsync("a", () => 1, CancellationToken.None));
    }

    private static int Note(List<string> order, string name)
    {
        order.Add(name);
        return order.Count;
    }

    private Task Occupy(RequestExecutor executor, string client)
    {
        Task running = executor.RunAsync(
            client,
            () =>
            {
                started.Signal();
                return release.Wait(Patience);
            },
            CancellationToken.None);
        Assert.True(started.Wait(Patience));
        return running;
    }
}
