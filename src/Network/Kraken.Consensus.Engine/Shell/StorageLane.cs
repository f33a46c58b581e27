using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using Kraken.Consensus.Engine.Keys;
using Kraken.Consensus.Engine.Log;
using Kraken.Consensus.Engine.Machine;
using Microsoft.Extensions.Logging;

namespace Kraken.Consensus.Engine.Shell;

/// <summary>
/// Writes the log and signs, in order, on a thread of its own. A disk that refuses holds the lane up: nothing is signed before what it
/// rests on is durable.
/// </summary>
internal sealed class StorageLane(
    WriteAheadLog log, SignerGuard guard, EngineInbox inbox, EngineOptions options, ILogger logger, CancellationToken stop) : IDisposable
{
    private readonly WorkerThreads thread = new("consensus storage", 1);

    public void OpenLog(ulong height) => thread.Post(() => Insist(() => log.Open(height)));

    public void Append(LogRecord record) => thread.Post(() => Insist(() => log.Append(record)));

    public void Compact(IReadOnlyCollection<ValueId> keep) => thread.Post(() => Insist(() => log.Compact(keep)));

    public void Sign(long ticket, Statement statement) => thread.Post(() =>
    {
        SignedStatement? signed = null;
        Insist(() =>
        {
            log.Flush();
            signed = guard.Sign(statement);
        });
        inbox.Post(new EngineEvent.Signed(ticket, signed));
    });

    public void Dispose() => thread.Dispose();

    private void Insist(Action write)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                write();
                return;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                logger.LogError("the consensus log cannot be written, this validator is silent until it can: {Reason}", error.Message);
                stop.WaitHandle.WaitOne(options.StorageRetry);
            }
        }
    }
}
