using System;
using System.Diagnostics;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Cli.Verbs;
using Xunit;

namespace Kraken.Cli.Tests;

/// <summary>When long-running verbs end.</summary>
[Collection(nameof(CommandLineTests))]
public sealed class StopSignalTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task ASignalIsHeardBeforeTheWorkFirstWaits()
    {
        bool heard = false;
        int code = await StopSignal.RunAsync(
            withInput: false,
            stop =>
            {
                // This process would end here, were nobody listening.
                string self = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
                using Process kill = Process.Start("kill", ["-TERM", self]);
                heard = stop.WaitHandle.WaitOne(Patience);
                return Task.CompletedTask;
            },
            CancellationToken.None);
        Assert.True(heard);
        Assert.Equal(0, code);
    }

    [Fact]
    public async Task OtherCancellationEndsTheWorkToo()
    {
        using CancellationTokenSource outer = new();
        Task<int> running = StopSignal.RunAsync(
            withInput: false, stop => Task.Delay(Timeout.Infinite, stop), outer.Token);
        await outer.CancelAsync();
        Assert.Equal(0, await running);
    }
}
