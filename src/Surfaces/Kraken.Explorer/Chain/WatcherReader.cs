using System;
using System.IO;
using System.Threading;
using Kraken.Proofs;

namespace Kraken.Explorer.Chain;

/// <summary>The watcher's status, up to a second old. Safe for several threads.</summary>
internal sealed class WatcherReader(WatcherStatusFile file, TimeProvider clock)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private readonly Lock guard = new();
    private WatcherStatus? status;
    private string? problem;
    private DateTimeOffset readAt = DateTimeOffset.MinValue;

    /// <summary>The status; null when no watcher wrote one, or one that cannot be read.</summary>
    public WatcherStatus? Status => Latest().Status;

    /// <summary>The status, and why the file that is there cannot be read.</summary>
    public (WatcherStatus? Status, string? Problem) Latest()
    {
        lock (guard)
        {
            if ((clock.GetUtcNow() - readAt).Duration() > Freshness)
            {
                (status, problem) = Read();
                readAt = clock.GetUtcNow();
            }

            return (status, problem);
        }
    }

    private (WatcherStatus? Status, string? Problem) Read()
    {
        try
        {
            return (file.Read(), null);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return (null, exception.Message);
        }
    }
}
