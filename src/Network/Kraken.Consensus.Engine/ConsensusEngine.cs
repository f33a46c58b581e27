using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using Kraken.Consensus.Engine.Keys;
using Kraken.Consensus.Engine.Log;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Tendermint;
using Microsoft.Extensions.Logging;

namespace Kraken.Consensus.Engine;

/// <summary>
/// Runs a validator: feeds the core from the network, the clock and the application, makes every input durable before an effect of
/// it leaves the node, signs through the guard, and catches up by certificates when the committee is ahead.
/// </summary>
/// <remarks>One loop owns all state; network and timers only post to its queue.</remarks>
public sealed class ConsensusEngine : IAsyncDisposable
{
    private readonly ValidatorId self;
    private readonly Committee committee;
    private readonly CommitteeKeys keys;
    private readonly SignerGuard signer;
    private readonly IConsensusApplication application;
    private readonly IConsensusNetwork network;
    private readonly EngineOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly WriteAheadLog log;
    private readonly TendermintCore core;
    private readonly Channel<EngineEvent> events = Channel.CreateBounded<EngineEvent>(new BoundedChannelOptions(4096) { SingleReader = true });
    private readonly Dictionary<ValueId, ReadOnlyMemory<byte>> blocks = [];
    private readonly List<ConsensusMessage> sent = [];
    private readonly List<ITimer> timers = [];
    private readonly CatchUp catchUp = new();
    private bool heightStarted;

    /// <summary>Builds an engine; <see cref="RunAsync"/> runs it.</summary>
    /// <param name="identity">Who this validator is and with whom it decides.</param>
    /// <param name="application">The chain.</param>
    /// <param name="network">The way to the other validators.</param>
    /// <param name="walFolder">The folder of the write-ahead log.</param>
    /// <param name="options">Times.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="logger">Receives one line per decision and per irregularity.</param>
    public ConsensusEngine(
        ValidatorIdentity identity, IConsensusApplication application, IConsensusNetwork network, string walFolder, EngineOptions options, TimeProvider clock, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(identity);
        self = identity.Self;
        committee = identity.Committee;
        keys = identity.Keys;
        signer = identity.Signer;
        this.application = application;
        this.network = network;
        this.options = options;
        this.clock = clock;
        this.logger = logger;
        log = new WriteAheadLog(walFolder);
        core = new TendermintCore(self, identity.Selection);
    }

    /// <summary>The height being decided.</summary>
    public ulong Height => application.CommittedHeight + 1;

    /// <summary>The current round, -1 between heights.</summary>
    public int Round => heightStarted ? core.Round : -1;

    /// <summary>The current step.</summary>
    public RoundStep Step => heightStarted ? core.CurrentStep : RoundStep.None;

    /// <summary>Hands over a message of an authenticated peer. A full queue drops it: peers repeat what matters.</summary>
    public void Receive(ValidatorId peer, ConsensusMessage message) => events.Writer.TryWrite(new EngineEvent.Received(peer, message));

    /// <summary>A peer connected: it is told this node's height and its messages of the current one.</summary>
    public void PeerConnected(ValidatorId peer) => events.Writer.TryWrite(new EngineEvent.Connected(peer));

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using ITimer repeat = clock.CreateTimer(_ => events.Writer.TryWrite(new EngineEvent.Repeat()), null, options.RepeatInterval, options.RepeatInterval);
        await OpenHeightAsync(cancellation).ConfigureAwait(false);
        await foreach (EngineEvent next in events.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            await HandleAsync(next, cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        ForgetTimers();
        log.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task HandleAsync(EngineEvent next, CancellationToken cancellation)
    {
        switch (next)
        {
            case EngineEvent.Received received:
                return HandleMessageAsync(received.Peer, received.Message, cancellation);
            case EngineEvent.Connected connected:
                Greet(connected.Peer);
                return Task.CompletedTask;
            case EngineEvent.HeightDue due:
                return due.Height == Height && !heightStarted ? StartHeightAsync(cancellation) : Task.CompletedTask;
            case EngineEvent.Elapsed elapsed:
                return elapsed.Id.Height == Height && heightStarted ? ApplyAsync(new LogRecord(new ConsensusInput.TimeoutElapsed(elapsed.Id), default), cancellation) : Task.CompletedTask;
            default:
                Repeat();
                return Task.CompletedTask;
        }
    }

    private async Task HandleMessageAsync(ValidatorId peer, ConsensusMessage message, CancellationToken cancellation)
    {
        switch (message)
        {
            case ConsensusMessage.VoteMessage vote when IsNear(vote.Vote.Vote.Height) && keys.Verify(vote.Vote):
                await ApplyEarlyOrNowAsync(vote.Vote.Vote.Height, new LogRecord(new ConsensusInput.VoteReceived(vote.Vote), default), cancellation).ConfigureAwait(false);
                break;
            case ConsensusMessage.ProposalMessage proposal when IsNear(proposal.Proposal.Proposal.Height) && keys.Verify(proposal.Proposal):
                await ApplyEarlyOrNowAsync(
                    proposal.Proposal.Proposal.Height,
                    new LogRecord(new ConsensusInput.ProposalReceived(proposal.Proposal), proposal.Block),
                    cancellation).ConfigureAwait(false);
                break;
            case ConsensusMessage.Status status:
                AskForBlocks(peer, status.CommittedHeight);
                break;
            case ConsensusMessage.BlockRequest request when application.CommittedBlock(request.Height) is { } known:
                network.Send(peer, new ConsensusMessage.DecidedBlock(known.Certificate, known.Block));
                break;
            case ConsensusMessage.DecidedBlock decided:
                await CommitForeignAsync(peer, decided, cancellation).ConfigureAwait(false);
                break;
            default:
                break;
        }

        if (message is ConsensusMessage.VoteMessage { Vote.Vote.Height: ulong height } && height > Height)
        {
            AskForBlocks(peer, height - 1);
        }
    }

    private bool IsNear(ulong height) => height >= Height && height <= Height + TendermintCore.MaxHeightsAhead;

    /// <summary>A message of the coming height is reason to begin it; one of a later height is kept by the core.</summary>
    private async Task ApplyEarlyOrNowAsync(ulong height, LogRecord record, CancellationToken cancellation)
    {
        if (height == Height && !heightStarted)
        {
            await StartHeightAsync(cancellation).ConfigureAwait(false);
        }

        if (height == Height)
        {
            await ApplyAsync(record, cancellation).ConfigureAwait(false);
        }
        else
        {
            catchUp.Keep(height, record);
        }
    }

    /// <summary>Opens the log of the next height; one with records is of a height that a crash interrupted, and is replayed.</summary>
    private async Task OpenHeightAsync(CancellationToken cancellation)
    {
        heightStarted = false;
        blocks.Clear();
        sent.Clear();
        ForgetTimers();
        IReadOnlyList<LogRecord> records = log.Open(Height);
        if (records.Count > 0)
        {
            logger.LogInformation("height {Height}: replaying {Count} inputs of the write-ahead log", Height, records.Count);
            await ReplayAsync(records, cancellation).ConfigureAwait(false);
            return;
        }

        ulong height = Height;
        _ = application.WaitForNextHeightAsync(cancellation).ContinueWith(
            _ => events.Writer.TryWrite(new EngineEvent.HeightDue(height)), cancellation, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
        network.Broadcast(new ConsensusMessage.Status(application.CommittedHeight));
    }

    private async Task StartHeightAsync(CancellationToken cancellation)
    {
        heightStarted = true;
        ulong height = Height;
        List<ConsensusEffect> effects = [];
        core.Step(new ConsensusInput.StartHeight(height, committee), effects);
        await ExecuteAsync(effects, cancellation).ConfigureAwait(false);
        foreach (LogRecord record in catchUp.TakeKept(height))
        {
            if (height == Height && heightStarted)
            {
                await ApplyAsync(record, cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task ReplayAsync(IReadOnlyList<LogRecord> records, CancellationToken cancellation)
    {
        heightStarted = true;
        List<ConsensusEffect> effects = [];
        core.Step(new ConsensusInput.StartHeight(Height, committee), effects);
        foreach (LogRecord record in records)
        {
            Remember(record);
            core.Step(record.Input, effects);
        }

        effects.RemoveAll(new Replayed(self, records, core.Round).Answers);
        foreach (ConsensusMessage message in Replayed.MessagesOf(self, records))
        {
            Publish(message);
        }

        await ExecuteAsync(effects, cancellation).ConfigureAwait(false);
    }

    private async Task ApplyAsync(LogRecord record, CancellationToken cancellation)
    {
        log.Append(record);
        Remember(record);
        List<ConsensusEffect> effects = [];
        core.Step(record.Input, effects);
        await ExecuteAsync(effects, cancellation).ConfigureAwait(false);
    }

    private void Remember(LogRecord record)
    {
        switch (record.Input)
        {
            case ConsensusInput.ProposalReceived received:
                blocks.TryAdd(received.Proposal.Proposal.Value, record.Block);
                break;
            case ConsensusInput.ValueBuilt built:
                blocks.TryAdd(built.Value, record.Block);
                break;
            default:
                break;
        }
    }

    private async Task ExecuteAsync(List<ConsensusEffect> effects, CancellationToken cancellation)
    {
        ulong height = Height;
        foreach (ConsensusEffect effect in effects)
        {
            if (Height != height)
            {
                // An effect before this one decided the height: the rest is of the past.
                return;
            }

            switch (effect)
            {
                case ConsensusEffect.BuildValue build:
                    BuiltBlock built = await application.BuildAsync(build.Height, build.Round, cancellation).ConfigureAwait(false);
                    await ApplyAsync(new LogRecord(new ConsensusInput.ValueBuilt(build.Height, build.Round, built.Value), built.Block), cancellation).ConfigureAwait(false);
                    break;
                case ConsensusEffect.CheckValue check:
                    await CheckAsync(check.Proposal, cancellation).ConfigureAwait(false);
                    break;
                case ConsensusEffect.BroadcastProposal propose:
                    await SendAsync(signer.Sign(propose.Proposal), propose.Proposal, cancellation).ConfigureAwait(false);
                    break;
                case ConsensusEffect.BroadcastVote cast:
                    await SendAsync(signer.Sign(cast.Vote), cast.Vote, cancellation).ConfigureAwait(false);
                    break;
                case ConsensusEffect.ScheduleTimeout timeout:
                    Schedule(timeout.Id);
                    break;
                case ConsensusEffect.Decide decide:
                    await CommitAsync(decide.Certificate, blocks[decide.Certificate.Value], cancellation).ConfigureAwait(false);
                    return;
                case ConsensusEffect.ReportEquivocation report:
                    logger.LogWarning("validator {Validator} voted twice: {First} and {Second}", report.Evidence.First.Vote.Validator, report.Evidence.First.Vote, report.Evidence.Second.Vote);
                    break;
                default:
                    break;
            }
        }
    }

    private async Task CheckAsync(Proposal proposal, CancellationToken cancellation)
    {
        // A block that is proposed again was built by an earlier proposer; the polka of its valid round, without which nobody prevotes
        // it, vouches for that one.
        ValidatorId builder = proposal.ValidRound >= 0 ? default : proposal.Proposer;
        bool valid = proposal.Proposer == self || await application.CheckAsync(proposal.Height, proposal.Value, builder, blocks[proposal.Value], cancellation).ConfigureAwait(false);
        if (!valid)
        {
            logger.LogWarning("height {Height} round {Round}: the proposal {Value} of {Proposer} is invalid", proposal.Height, proposal.Round, proposal.Value, proposal.Proposer);
        }

        await ApplyAsync(new LogRecord(new ConsensusInput.ValueChecked(proposal, valid), default), cancellation).ConfigureAwait(false);
    }

    private async Task SendAsync(SignedProposal? signed, Proposal proposal, CancellationToken cancellation)
    {
        if (signed is null)
        {
            logger.LogWarning("the signer guard refuses the proposal of height {Height} round {Round}", proposal.Height, proposal.Round);
            return;
        }

        log.Flush();
        ReadOnlyMemory<byte> block = blocks[proposal.Value];
        Publish(new ConsensusMessage.ProposalMessage(signed, block));
        await ApplyAsync(new LogRecord(new ConsensusInput.ProposalReceived(signed), block), cancellation).ConfigureAwait(false);
    }

    private async Task SendAsync(SignedVote? signed, Vote vote, CancellationToken cancellation)
    {
        if (signed is null)
        {
            logger.LogWarning("the signer guard refuses the vote {Vote}", vote);
            return;
        }

        log.Flush();
        Publish(new ConsensusMessage.VoteMessage(signed));
        await ApplyAsync(new LogRecord(new ConsensusInput.VoteReceived(signed), default), cancellation).ConfigureAwait(false);
    }

    private void Publish(ConsensusMessage message)
    {
        sent.Add(message);
        network.Broadcast(message);
    }

    private async Task CommitAsync(CommitCertificate certificate, ReadOnlyMemory<byte> block, CancellationToken cancellation)
    {
        log.Flush();
        await application.CommitAsync(certificate, block, cancellation).ConfigureAwait(false);
        logger.LogInformation("height {Height} decided in round {Round}: {Value}", certificate.Height, certificate.Round, certificate.Value);
        await OpenHeightAsync(cancellation).ConfigureAwait(false);
    }

    private async Task CommitForeignAsync(ValidatorId peer, ConsensusMessage.DecidedBlock decided, CancellationToken cancellation)
    {
        CommitCertificate certificate = decided.Certificate;
        if (certificate.Height != Height)
        {
            return;
        }

        if (!keys.Verify(certificate, committee) || !await application.CheckAsync(certificate.Height, certificate.Value, default, decided.Block, cancellation).ConfigureAwait(false))
        {
            logger.LogWarning("peer {Peer} sent a block of height {Height} whose certificate or content does not hold", peer, certificate.Height);
            return;
        }

        await CommitAsync(certificate, decided.Block, cancellation).ConfigureAwait(false);
        AskForBlocks(peer, catchUp.TargetOf(peer));
    }

    private void AskForBlocks(ValidatorId peer, ulong committed)
    {
        catchUp.Heard(peer, committed);
        if (committed >= Height)
        {
            network.Send(peer, new ConsensusMessage.BlockRequest(Height));
        }
    }

    private void Greet(ValidatorId peer)
    {
        network.Send(peer, new ConsensusMessage.Status(application.CommittedHeight));
        foreach (ConsensusMessage message in sent)
        {
            network.Send(peer, message);
        }
    }

    private void Repeat()
    {
        network.Broadcast(new ConsensusMessage.Status(application.CommittedHeight));
        if (core.Round > 0 && heightStarted)
        {
            foreach (ConsensusMessage message in sent)
            {
                network.Broadcast(message);
            }
        }
    }

    private void Schedule(TimeoutId id) =>
        timers.Add(clock.CreateTimer(_ => events.Writer.TryWrite(new EngineEvent.Elapsed(id)), null, options.Timeout(id), Timeout.InfiniteTimeSpan));

    private void ForgetTimers()
    {
        timers.ForEach(timer => timer.Dispose());
        timers.Clear();
    }
}
