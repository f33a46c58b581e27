using System;
using System.IO;
using System.Threading;
using Kraken.Consensus.Engine.Machine;
using Kraken.Consensus.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace Kraken.Consensus.Engine.Shell;

/// <summary>
/// Writes the log and signs, in order, on a thread of its own. A disk that has no room holds the lane up: nothing is signed before what
/// it rests on is durable. A sync that failed ends it.
/// </summary>
internal sealed class StorageLane(Persistence persistence, EngineInbox inbox, EngineOptions options, ILogger logger,
    CancellationToken stop) : IDisposable
{
    private readonly WorkerThreads thread = new("consensus storage", 1);

    public void Add(EngineEffect effect) => thread.Post(() =>
    {
        if (Insist(effect) is { } answer)
        {
            inbox.Post(answer);
        }
    });

    public void Dispose() => thread.Dispose();

    private EngineEvent? Insist(EngineEffect effect)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                return persistence.Perform(effect);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                logger.LogError("the consensus log cannot be written, this validator is silent until it can: {Reason}", error.Message);
                stop.WaitHandle.WaitOne(options.StorageRetry);
            }
        }

        return null;
    }
}
