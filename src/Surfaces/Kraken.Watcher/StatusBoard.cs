using System;
using System.IO;
using System.Threading;
using Kraken.Proofs;
using Kraken.Proofs.Ranges;
using Microsoft.Extensions.Logging;

namespace Kraken.Watcher;

/// <summary>Keeps the watcher's status where others read it. Safe for several threads.</summary>
internal sealed class StatusBoard(WatcherStatusFile file, TimeProvider clock, ILogger logger)
{
    private readonly Lock gate = new();
    private bool writable = true;
    private RangeStatus? written;

    /// <summary>Tells how the proofs of blocks stand; a disk that takes no status does not end the work.</summary>
    public void Show(RangeStatus status)
    {
        lock (gate)
        {
            // A watcher without new blocks looks for some all the time.
            if (written == status)
            {
                return;
            }

            try
            {
                file.Write(new WatcherStatus { Ranges = status, WrittenAt = clock.GetUtcNow() });
                written = status;
                writable = true;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                if (writable)
                {
                    logger.LogWarning("the status cannot be written: {Reason}", exception.Message);
                }

                written = null;
                writable = false;
            }
        }
    }
}
