using System;
using System.CommandLine;
using System.Runtime.InteropServices;
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

        // Here, and not left to the parser alone, which listens only once the work has first waited for something.
        using PosixSignalRegistration interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => End(signal, stop));
        using PosixSignalRegistration terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => End(signal, stop));
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

        Cancel(stop);
    }

    private static void End(PosixSignalContext signal, CancellationTokenSource stop)
    {
        signal.Cancel = true;
        Cancel(stop);
    }

    private static void Cancel(CancellationTokenSource stop)
    {
        try
        {
            _ = stop.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The work ended first.
        }
    }
}
