using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Consensus.Engine.Keys;
using Kraken.Consensus.Engine.Machine;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Engine.Metrics;
using Kraken.Consensus.Engine.Shell;
using Kraken.Consensus.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace Kraken.Consensus.Engine;

/// <summary>
/// Runs a validator: the shell around <see cref="EngineMachine"/>. It owns the threads, timers, files and keys; every decision is the
/// machine's.
/// </summary>
/// <remarks>
/// One thread feeds the machine from the inbox and starts what it asks for. Storage, execution and signature checks have threads of their
/// own and answer through the inbox, so nothing that takes long keeps a vote or a timer waiting.
/// </remarks>
public sealed class ConsensusEngine : IDisposable
{
    private readonly EngineServices services;
    private readonly EngineOptions options;
    private readonly ILogger logger;
    private readonly TimeProvider clock;
    private readonly EngineMachine machine;
    private readonly EngineInbox inbox;
    private readonly Persistence persistence;
    private readonly Authenticity authenticity;
    private readonly CancellationTokenSource stop = new();
    private readonly StorageLane storage;
    private readonly ExecutionLane execution;
    private readonly WorkerThreads checks;
    private readonly WorkerThreads reads;
    private readonly HeightTimers timers;
    private readonly EngineObserver observer;
    private EngineStatus status;

    /// <summary>Opens a validator's log and guard; <see cref="RunAsync"/> runs it, once.</summary>
    /// <param name="setup">Who it is and how its committee decides.</param>
    /// <param name="services">The outside it uses.</param>
    /// <param name="options">What the node chose.</param>
    /// <param name="clock">The clock of its timers.</param>
    /// <param name="logger">Receives one line per decision and per irregularity.</param>
    /// <exception cref="System.IO.InvalidDataException">The guard's file is missing or damaged.</exception>
    public ConsensusEngine(EngineSetup setup, EngineServices services, EngineOptions options, TimeProvider clock, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(setup);
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);
        this.services = services;
        this.options = options;
        this.clock = clock;
        this.logger = logger;
        machine = new EngineMachine(setup);
        status = machine.Status;
        inbox = new EngineInbox(options);
        persistence = Persistence.Open(setup, services.Storage, services.Signer, services.Application.Committed);
        authenticity = new Authenticity(services.Verifier, setup.Algorithm, setup.Domain);
        storage = new StorageLane(persistence, inbox, options, clock, logger, stop.Token);
        execution = new ExecutionLane(services.Application, inbox, storage.After, clock, logger, stop.Token);
        checks = new WorkerThreads("consensus signatures", options.VerifyingThreads);
        reads = new WorkerThreads("consensus reads", 1);
        timers = new HeightTimers(services.Application, inbox, clock, stop.Token);
        observer = new EngineObserver(clock);
    }

    /// <summary>Where the validator stands, as of the last event.</summary>
    public EngineStatus Status => Volatile.Read(ref status);

    /// <summary>Messages of peers that found no room.</summary>
    public long DroppedMessages => inbox.Dropped;

    /// <summary>What the disk refuses at the moment, so that this validator is silent or stands still; null for nothing.</summary>
    public string? DiskTrouble => storage.Trouble ?? execution.Trouble;

    /// <summary>Events and messages that wait for the machine.</summary>
    public int WaitingEvents => inbox.Waiting;

    /// <summary>Hands over a message of an authenticated peer; false when there is no room for it. Peers repeat what matters.</summary>
    /// <param name="peer">The peer, whose key the connection proved.</param>
    /// <param name="message">The decoded message.</param>
    /// <param name="bytes">Its length on the wire.</param>
    public bool Receive(ValidatorId peer, PeerMessage message, int bytes) => inbox.TryPost(peer, message, bytes);

    /// <summary>A peer connected: it is told this node's height and what it may lack of the current one.</summary>
    public void PeerConnected(ValidatorId peer) => inbox.Post(new EngineEvent.PeerConnected(peer));

    /// <summary>Runs until cancelled, on a thread of its own.</summary>
    public Task RunAsync(CancellationToken cancellation)
    {
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Thread thread = new(() =>
        {
            try
            {
                Run(cancellation);
                ended.SetResult();
            }
            catch (OperationCanceledException)
            {
                ended.SetCanceled(cancellation);
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                ended.SetException(error);
            }
        })
        { Name = "consensus", IsBackground = true, Priority = ThreadPriority.AboveNormal };
        thread.Start();
        return ended.Task;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        stop.Cancel();
        timers.Dispose();
        execution.Dispose();
        storage.Dispose();
        checks.Dispose();
        reads.Dispose();
        stop.Dispose();
    }

    private void Run(CancellationToken cancellation)
    {
        using ITimer reminder = clock.CreateTimer(
            _ => inbox.Post(new EngineEvent.ReminderDue()), null, options.ReminderInterval, options.ReminderInterval);
        List<EngineEffect> effects = [];
        EngineEvent next = persistence.TakeStart();
        while (true)
        {
            long began = clock.GetTimestamp();
            machine.Handle(next, effects);
            Volatile.Write(ref status, machine.Status);
            observer.Note(next, status);
            foreach (EngineEffect effect in effects)
            {
                Perform(effect);
            }

            effects.Clear();
            EngineMeter.Handled(clock.GetElapsedTime(began));
            next = inbox.Take(cancellation);
        }
    }

    private void Perform(EngineEffect effect)
    {
        switch (effect)
        {
            case EngineEffect.OpenLog or EngineEffect.Append or EngineEffect.CompactLog or EngineEffect.Sign:
                storage.Add(effect);
                break;
            case EngineEffect.Verify verify:
                checks.Post(() => inbox.Post(new EngineEvent.Verified(verify.Ticket, Holds(verify.Message))));
                break;
            case EngineEffect.Build build:
                execution.Build(build.Ticket, build.Request);
                break;
            case EngineEffect.Check check:
                execution.Check(check.Ticket, check.Request);
                break;
            case EngineEffect.Cancel cancel:
                execution.Cancel(cancel.Ticket);
                break;
            case EngineEffect.Commit commit:
                execution.Commit(commit.Decision, commit.Blocks);
                break;
            case EngineEffect.RetryCommit retry:
                timers.Run(retry.Delay, () => execution.Commit(retry.Decision, retry.Blocks));
                break;
            case EngineEffect.AwaitHeight height:
                timers.Await(height.Height);
                break;
            case EngineEffect.SetTimer timer:
                timers.Set(timer.Delay, new EngineEvent.TimerElapsed(timer.Id));
                break;
            case EngineEffect.ForgetTimers:
                timers.Forget();
                break;
            case EngineEffect.Send send:
                services.Network.Send(send.Peer, send.Message);
                break;
            case EngineEffect.Broadcast broadcast:
                services.Network.Broadcast(broadcast.Message);
                break;
            case EngineEffect.ReadBlock read:
                reads.Post(() => inbox.Post(new EngineEvent.BlockRead(read.Peer, read.Height, Read(read.Height))));
                break;
            default:
                Tell(effect);
                break;
        }
    }

    private void Tell(EngineEffect effect)
    {
        switch (effect)
        {
            case EngineEffect.Penalize penalize:
                logger.LogWarning("peer {Peer} sent {Offence}", penalize.Peer, penalize.Offence);
                services.Network.Penalize(penalize.Peer, penalize.Offence);
                break;
            case EngineEffect.Report report:
                logger.Log(
                    report.Level switch
                    {
                        ReportLevel.Information => LogLevel.Information,
                        ReportLevel.Warning => LogLevel.Warning,
                        _ => LogLevel.Error,
                    },
                    "{Report}",
                    report.Text);
                break;
            case EngineEffect.Equivocation evidence:
                EngineMeter.Equivocated();
                logger.LogWarning(
                    "validator {Validator} said two things in one slot: {First} and {Second}",
                    evidence.First.Statement.Author,
                    evidence.First.Statement,
                    evidence.Second.Statement);
                break;
            case EngineEffect.Halt halt:
                logger.LogCritical("this validator takes no part any more: {Reason}", halt.Reason);
                break;
            default:
                throw new InvalidOperationException($"nobody performs {effect.GetType().Name}");
        }
    }

    private bool Holds(PeerMessage message)
    {
        long began = clock.GetTimestamp();
        bool holds = authenticity.Holds(message);
        EngineMeter.Verified((message as PeerMessage.Consensus)?.Message, holds, clock.GetElapsedTime(began));
        return holds;
    }

    private CertifiedBlock? Read(ulong height)
    {
        try
        {
            return services.Application.ReadCommitted(height);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            logger.LogError(error, "reading block {Height} for a peer failed", height);
            return null;
        }
    }
}
