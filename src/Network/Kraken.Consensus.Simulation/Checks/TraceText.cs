using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using Kraken.Consensus.Engine.Log;
using Kraken.Consensus.Engine.Machine;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Tendermint;
using Kraken.Fields;

namespace Kraken.Consensus.Simulation.Checks;

/// <summary>Events and effects in words, for the lines of a trace.</summary>
/// <param name="nameOf">The name of a validator's node.</param>
internal sealed class TraceText(Func<ValidatorId, string> nameOf)
{
    private readonly StringBuilder text = new();

    /// <summary>A line about an event and what followed.</summary>
    public string Of(EngineEvent happened, IReadOnlyList<EngineEffect> effects)
    {
        text.Clear();
        Append(happened);
        for (int i = 0; i < effects.Count; i++)
        {
            text.Append(i == 0 ? " => " : ", ");
            Append(effects[i]);
        }

        return text.ToString();
    }

    /// <summary>A message in words.</summary>
    public string Of(PeerMessage message)
    {
        text.Clear();
        Append(message);
        return text.ToString();
    }

    /// <summary>The first bytes of a value.</summary>
    public static string Short(ValueId? value)
    {
        if (value is not { } known)
        {
            return "nil";
        }

        Span<byte> bytes = stackalloc byte[Felt.ByteCount];
        known.Hash.WriteBigEndian(bytes);
        return Convert.ToHexStringLower(bytes[1..5]);
    }

    private void Append(EngineEvent happened)
    {
        _ = happened switch
        {
            EngineEvent.Started started => text.Append(
                CultureInfo.InvariantCulture,
                $"starts at h{started.Tip.Height} with {started.Log.Records.Count} records, "
                + $"signed {Slot(started.LastSigned.Slot)}{Damage(started.Log)}"),
            EngineEvent.Received received => Append("<- ", received.Message).Append(" from ").Append(nameOf(received.Peer)),
            EngineEvent.Verified verified =>
                text.Append(CultureInfo.InvariantCulture, $"verified #{verified.Ticket} {(verified.IsAuthentic ? "authentic" : "false")}"),
            EngineEvent.Built built => text.Append(CultureInfo.InvariantCulture, $"built #{built.Ticket} {Short(built.Block?.Value)}"),
            EngineEvent.Checked checkedBlock =>
                text.Append(CultureInfo.InvariantCulture, $"checked #{checkedBlock.Ticket} {checkedBlock.Verdict}"),
            EngineEvent.Signed signed =>
                text.Append(CultureInfo.InvariantCulture, $"signed #{signed.Ticket}{(signed.Statement is null ? " refused" : "")}"),
            EngineEvent.Committed committed =>
                text.Append(CultureInfo.InvariantCulture, $"committed h{committed.Height} {committed.Outcome}"),
            EngineEvent.HeightAllowed allowed => text.Append(CultureInfo.InvariantCulture, $"h{allowed.Height} allowed"),
            EngineEvent.HeightDue due => text.Append(CultureInfo.InvariantCulture, $"h{due.Height} due"),
            EngineEvent.TimerElapsed elapsed => text.Append("elapsed ").Append(NameOf(elapsed.Id)),
            EngineEvent.StorageFailed failed => text.Append("STORAGE FAILED '").Append(failed.Reason).Append('\''),
            EngineEvent.ReminderDue => text.Append("reminder"),
            EngineEvent.PeerConnected connected => text.Append("connected to ").Append(nameOf(connected.Peer)),
            EngineEvent.BlockRead read => text.Append(
                CultureInfo.InvariantCulture,
                $"read h{read.Height}{(read.Block is null ? " unknown" : "")} for ").Append(nameOf(read.Peer)),
            _ => text.Append(happened.GetType().Name),
        };
    }

    private void Append(EngineEffect effect)
    {
        _ = effect switch
        {
            EngineEffect.OpenLog open => text.Append(CultureInfo.InvariantCulture, $"open log h{open.Height}"),
            EngineEffect.CompactLog compact => text.Append(CultureInfo.InvariantCulture, $"compact log to {compact.Keep.Count} blocks"),
            EngineEffect.Append append => text.Append(append.Record switch
            {
                LogRecord.KeptBlock kept => $"log block {Short(kept.Value)}",
                LogRecord.Attempt => "log attempt",
                _ => "log",
            }),
            EngineEffect.Sign sign => Append(text.Append(CultureInfo.InvariantCulture, $"sign #{sign.Ticket} "), sign.Statement),
            EngineEffect.Verify verify => text.Append(CultureInfo.InvariantCulture, $"verify #{verify.Ticket}"),
            EngineEffect.Build build => text.Append(
                CultureInfo.InvariantCulture, $"build #{build.Ticket} h{build.Request.Height}{(build.Request.Minimal ? " minimal" : "")}"),
            EngineEffect.Check check => text.Append(
                CultureInfo.InvariantCulture,
                $"check #{check.Ticket} {Short(check.Request.Value)}{(check.Request.IsDecided ? " decided" : "")}"),
            EngineEffect.Cancel cancel => text.Append(CultureInfo.InvariantCulture, $"cancel #{cancel.Ticket}"),
            EngineEffect.Commit commit =>
                text.Append(CultureInfo.InvariantCulture, $"COMMIT h{commit.Decision.Height} {Short(commit.Decision.Values[^1])}"),
            EngineEffect.AwaitHeight awaited => text.Append(CultureInfo.InvariantCulture, $"wait for h{awaited.Height}"),
            EngineEffect.SetTimer timer =>
                text.Append("timer ").Append(NameOf(timer.Id)).Append(CultureInfo.InvariantCulture, $" {timer.Delay.TotalMilliseconds} ms"),
            EngineEffect.ForgetTimers => text.Append("forget timers"),
            EngineEffect.RetryCommit retry => text.Append(CultureInfo.InvariantCulture, $"commit h{retry.Decision.Height} again"),
            EngineEffect.Send send => Append("-> " + nameOf(send.Peer) + " ", send.Message),
            EngineEffect.Broadcast broadcast => Append("-> all ", broadcast.Message),
            EngineEffect.ReadBlock read => text.Append(CultureInfo.InvariantCulture, $"read h{read.Height}"),
            EngineEffect.Penalize penalize => text.Append("PENALIZE ").Append(nameOf(penalize.Peer)).Append(": ").Append(penalize.Offence),
            EngineEffect.Report report => text.Append("report '").Append(report.Text).Append('\''),
            EngineEffect.Equivocation equivocation => Append(text.Append("EQUIVOCATION "), equivocation.Second.Statement)
                .Append(" of ").Append(nameOf(equivocation.Second.Statement.Author)),
            EngineEffect.Halt halt => text.Append("HALT '").Append(halt.Reason).Append('\''),
            _ => text.Append(effect.GetType().Name),
        };
    }

    private StringBuilder Append(string before, PeerMessage message)
    {
        text.Append(before);
        Append(message);
        return text;
    }

    private void Append(PeerMessage message)
    {
        _ = message switch
        {
            PeerMessage.Consensus { Message: TendermintMessage.ProposalMessage proposal } => Append(text, proposal.Signed.Proposal),
            PeerMessage.Consensus { Message: TendermintMessage.VoteMessage vote } => AppendVote(vote.Signed.Vote),
            PeerMessage.Consensus { Message: TendermintMessage.PolkaMessage polka } => text.Append(
                CultureInfo.InvariantCulture, $"polka h{polka.Height} r{polka.Round} {Short(polka.Value)} of {polka.Prevotes.Count}"),
            PeerMessage.Status status => text.Append(CultureInfo.InvariantCulture, $"status h{status.CommittedHeight}"),
            PeerMessage.CarrierRequest request =>
                text.Append(CultureInfo.InvariantCulture, $"asks for the proposal of h{request.Height} r{request.Round}"),
            PeerMessage.BlockRequest request => text.Append(CultureInfo.InvariantCulture, $"asks for h{request.Height}"),
            PeerMessage.Decided decided => text.Append(
                CultureInfo.InvariantCulture,
                $"decided h{decided.Block.Certificate.Height} {Short(decided.Block.Certificate.Value)} "
                + $"by {decided.Block.Certificate.Statements.Count}"),
            _ => text.Append(message.GetType().Name),
        };
    }

    private StringBuilder AppendVote(Vote vote) => Append(text, vote).Append(" of ").Append(nameOf(vote.Validator));

    private static StringBuilder Append(StringBuilder text, Statement statement) => statement switch
    {
        Vote vote => text.Append(
            CultureInfo.InvariantCulture,
            $"{(vote.Type == VoteType.Prevote ? "prevote" : "precommit")} h{vote.Height} r{vote.Round} {Short(vote.Value)}"),
        Proposal proposal => text.Append(
            CultureInfo.InvariantCulture,
            $"proposal h{proposal.Height} r{proposal.Round} {Short(proposal.Value)}"
            + $"{(proposal.ValidRound >= 0 ? $" of r{proposal.ValidRound}" : "")}"),
        _ => text.Append(statement.GetType().Name),
    };

    private static string NameOf(TimerId id) =>
        string.Create(CultureInfo.InvariantCulture, $"h{id.Height} r{id.Round} {(TimeoutStep)id.Kind}");

    private static string Slot(StatementSlot slot) =>
        slot.Height > 0 ? string.Create(CultureInfo.InvariantCulture, $"h{slot.Height} r{slot.Round} kind {slot.Kind}") : "nothing";

    private static string Damage(LogContent log) => log.Damage is null ? "" : $", DAMAGED: {log.Damage}";
}
