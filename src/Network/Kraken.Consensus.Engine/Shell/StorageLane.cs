using System;
using System.IO;
using System.Threading;
using Kraken.Consensus.Engine.Machine;
using Kraken.Consensus.Engine.Metrics;
using Kraken.Consensus.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace Kraken.Consensus.Engine.Shell;

/// <summary>
/// Writes the log and signs, in order, on a thread of its own. A disk that has no room holds the lane up: nothing is signed before what
/// it rests on is durable. A sync that failed ends it.
/// </summary>
internal sealed class StorageLane(Persistence persistence, EngineInbox inbox, EngineOptions options, TimeProvider clock, ILogger logger,
    CancellationToken stop) : IDisposable
{
    private readonly WorkerThreads thread = new("consensus storage", 1);
    private string? trouble;

    /// <summary>What the disk refuses at the moment; null for nothing.</summary>
    public string? Trouble => Volatile.Read(ref trouble);

    public void Add(EngineEffect effect) => thread.Post(() =>
    {
        if (Insist(effect) is { } answer)
        {
            inbox.Post(answer);
        }
    });

    /// <summary>Does something once all that was added before is written.</summary>
    public void After(Action action) => thread.Post(action);

    public void Dispose() => thread.Dispose();

    private EngineEvent? Insist(EngineEffect effect)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                long began = clock.GetTimestamp();
                EngineEvent? answer = persistence.Perform(effect);
                Volatile.Write(ref trouble, null);
                if (answer is EngineEvent.Signed)
                {
                    EngineMeter.Synced(clock.GetElapsedTime(began));
                }

                return answer;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                EngineMeter.Retried();
                Volatile.Write(
                    ref trouble, "the consensus log cannot be written: this validator signs nothing until it can; its log says why");
                logger.LogError("the consensus log cannot be written, this validator is silent until it can: {Reason}", error.Message);
                stop.WaitHandle.WaitOne(options.StorageRetry);
            }
        }

        return null;
    }
}
