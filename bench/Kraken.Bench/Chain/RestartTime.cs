using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace Kraken.Bench.Chain;

/// <summary>From the start of a node's process, with the native code of many classes on its disk, to its first native call.</summary>
internal static class RestartTime
{
    private const int Starts = 5;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>The median of several starts.</summary>
    /// <param name="network">One validator that runs natively; what it has compiled is copied under other classes' names.</param>
    /// <param name="port">Its port.</param>
    /// <param name="classes">How many classes' code lies on the disk.</param>
    public static async Task<TimeSpan> MeasureAsync(ChainNetwork network, int port, int classes)
    {
        using HttpPost balance = new(RpcRate.Body("call", RpcRate.Balance));
        await balance.ConnectAsync(port).ConfigureAwait(false);
        FileInfo[] compiled = [];
        await UntilAsync(async () =>
        {
            await balance.AskAsync().ConfigureAwait(false);
            compiled = Directory.Exists(network.NativeFolder) ? new DirectoryInfo(network.NativeFolder).GetFiles("*.native") : [];
            return compiled.Length > 0;
        }).ConfigureAwait(false);
        FileInfo token = compiled[0];
        for (int number = compiled.Length; number < classes; number++)
        {
            token.CopyTo(Path.Combine(network.NativeFolder, string.Create(CultureInfo.InvariantCulture, $"0x{number:x}.native")));
        }

        TimeSpan[] times = new TimeSpan[Starts];
        for (int i = 0; i < Starts; i++)
        {
            DateTime started = await network.RestartAsync("native").ConfigureAwait(false);
            await UntilAsync(() => IsTakenAsync(port, token, started)).ConfigureAwait(false);
            times[i] = DateTime.UtcNow - started;
        }

        return times.Order().ElementAt(Starts / 2);
    }

    // A node marks the code that it takes from the disk; the call behind that is answered by it.
    private static async Task<bool> IsTakenAsync(int port, FileInfo code, DateTime started)
    {
        code.Refresh();
        bool isTaken = code.LastWriteTimeUtc > started;
        try
        {
            using HttpPost balance = new(RpcRate.Body("call", RpcRate.Balance));
            await balance.ConnectAsync(port).ConfigureAwait(false);
            await balance.AskAsync().ConfigureAwait(false);
            return isTaken;
        }
        catch (SocketException)
        {
            // It does not listen yet.
            return false;
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        DateTime end = DateTime.UtcNow + Limit;
        while (!await condition().ConfigureAwait(false))
        {
            if (DateTime.UtcNow > end)
            {
                throw new TimeoutException($"no native call within {Limit}");
            }

            await Task.Delay(5).ConfigureAwait(false);
        }
    }
}
