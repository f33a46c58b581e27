using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Rpc;
using Kraken.Sequencer.Views;
using Xunit;

namespace Kraken.Sequencer.Tests.Views;

/// <summary>Clients that ask for as much as they can, over a real machine.</summary>
[Collection(BusyMachine.Name)]
public sealed class HostileCallTests
{
    private const int Clients = 200;
    private const long AllowedGrowth = 256 << 20;

    [Fact]
    public async Task TwoHundredClientsAreBoundedInMemoryAndThreadsAndTheRestIsTold()
    {
        using DemoChain chain = new(new ViewLimits { CallGas = ulong.MaxValue, Time = TimeSpan.FromMilliseconds(200) });
        RpcService service = new(
            new RpcBackend { Chain = chain.Reader, Executor = chain.Executor },
            new RpcOptions { HeavyThreads = 2, MaxWaitingHeavy = 20, Timeout = TimeSpan.FromMinutes(2) });
        byte[] request = Encoding.UTF8.GetBytes(chain.Request(DemoChain.Endless));
        long before = GC.GetTotalMemory(forceFullCollection: true);
        ConcurrentBag<string> answers = [];
        long peak = 0;
        Task[] clients = [.. Enumerable.Range(0, Clients).Select(async client =>
        {
            ReadOnlyMemory<byte> answer = await service.HandleAsync(request, $"client {client}", CancellationToken.None);
            answers.Add(Encoding.UTF8.GetString(answer.Span));
        })];
        Task all = Task.WhenAll(clients);
        while (!all.IsCompleted)
        {
            // What is held, without what the collector has not got round to: that depends on what else this process has done before.
            peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true) - before);
            await Task.WhenAny(all, Task.Delay(20));
        }

        await all;
        Assert.InRange(peak, long.MinValue, AllowedGrowth);
        Assert.Equal(Clients, answers.Count);
        string[] busy = [.. answers.Where(answer => answer.Contains("server busy: 20 requests wait", StringComparison.Ordinal))];
        string[] given = [.. answers.Where(answer => Code(answer) == -32006)];

        // Twenty wait at a time, and two run; some of the two hundred may come when the first have ended already.
        Assert.Equal(Clients, busy.Length + given.Length);
        Assert.InRange(given.Length, 20, 60);
        Assert.All(busy, answer => Assert.Equal(-32005, Code(answer)));
        Assert.Equal(0, chain.Executor.UsedMemory);
    }

    [Fact]
    public async Task RequestsWhoseClientsLeftAreNeitherKeptNorRun()
    {
        using DemoChain chain = new(new ViewLimits { CallGas = ulong.MaxValue, Time = TimeSpan.FromMinutes(5) });
        RpcService service = new(
            new RpcBackend { Chain = chain.Reader, Executor = chain.Executor },
            new RpcOptions { HeavyThreads = 1, MaxClientHeavy = 100, Timeout = TimeSpan.FromMinutes(5) });
        byte[] endless = Encoding.UTF8.GetBytes(chain.Request(DemoChain.Endless));
        using CancellationTokenSource left = new();
        Task[] abandoned = [.. Enumerable.Range(0, 50).Select(_ => service.HandleAsync(endless, left.Token))];
        Assert.True(SpinWait.SpinUntil(() => service.WaitingRequests == 49 && chain.Executor.UsedMemory > 0, TimeSpan.FromSeconds(30)));
        await left.CancelAsync();
        await Task.WhenAll(abandoned).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(0, service.WaitingRequests);

        // The one thread is free again.
        ReadOnlyMemory<byte> answer = await service.HandleAsync(Encoding.UTF8.GetBytes(chain.Request(10)), CancellationToken.None)
            .WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Contains("\"0x37\"", Encoding.UTF8.GetString(answer.Span), StringComparison.Ordinal);
        Assert.Equal(0, chain.Executor.UsedMemory);
    }

    private static int Code(string answer) =>
        JsonDocument.Parse(answer).RootElement.TryGetProperty("error", out JsonElement error) ? error.GetProperty("code").GetInt32() : 0;
}
