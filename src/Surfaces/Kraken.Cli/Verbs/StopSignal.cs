using System;
using System.CommandLine;
using System.Threading;
using System.Threading.Tasks;

namespace Kraken.Cli.Verbs;

/// <summary>
/// When a long-running verb ends: on Ctrl-C or SIGTERM, or, as a child of <c>kraken up</c>, when its standard input closes.
/// </summary>
internal static class StopSignal
{
    /// <summary>The option by which a parent asks for the second.</summary>
    public static Option<bool> Option() => new("--stop-with-stdin") { Description = "Stop when standard input closes.", Hidden = true };

    /// <summary>Runs a verb's work until either signal.</summary>
    public static async Task<int> RunAsync(bool withInput, Func<CancellationToken, Task> work, CancellationToken cancellation)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (withInput)
        {
            _ = WatchInputAsync(stop);
        }

        try
        {
            await work(stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The way a long-running verb ends.
        }

        return 0;
    }

    private static async Task WatchInputAsync(CancellationTokenSource stop)
    {
        byte[] ignored = new byte[64];
        using System.IO.Stream input = Console.OpenStandardInput();
        while (await input.ReadAsync(ignored).ConfigureAwait(false) > 0)
        {
            // Whatever a parent writes is ignored; only the end counts.
        }

        try
        {
            await stop.CancelAsync().ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // The work ended first.
        }
    }
}
