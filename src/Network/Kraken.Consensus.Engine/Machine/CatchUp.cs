using System.Collections.Generic;
using System.Linq;
using Kraken.Consensus.Engine.Log;
using Kraken.Consensus.Engine.Messages;

namespace Kraken.Consensus.Engine.Machine;

/// <summary>
/// Decided blocks: asked of peers that are ahead, taken by their certificate, served to peers that are behind. One block is on its way and
/// one is looked at, at most.
/// </summary>
internal sealed class CatchUp(EngineState state, Deliberation deliberation)
{
    private readonly BlockSources sources = new();
    private readonly HashSet<ValidatorId> served = [];
    private readonly HashSet<ValidatorId> answered = [];
    private (long Ticket, CertifiedBlock Block, bool IsAnswer)? judged;

    /// <summary>True while the asked peer's block is looked at: no other is wanted.</summary>
    public bool IsJudging
    {
        get => sources.IsJudging;
        set => sources.IsJudging = value;
    }

    /// <summary>The block that is being committed without having been held.</summary>
    public CertifiedBlock? Judged => judged?.Block;

    /// <summary>The height that peers with an honest one among them claim to have committed; zero while they claim nothing.</summary>
    public ulong Claimed => sources.Claimed(state.Committee);

    /// <summary>A peer claims to have committed a height.</summary>
    public void Heard(ValidatorId peer, ulong committed)
    {
        sources.Heard(peer, committed);
        Ask();
    }

    /// <summary>Asks for the block of the current height, when a peer has it and none is on its way.</summary>
    public void Ask()
    {
        if (state.Committing is null && state.Halted is null && sources.Choose(state.Height) is { } peer)
        {
            state.Output.Add(new EngineEffect.Send(peer, new PeerMessage.BlockRequest(state.Height)));
        }
    }

    /// <summary>True for the block that was asked for, with a certificate that proves it if its signatures hold.</summary>
    public bool Expects(ValidatorId peer, Certificate certificate)
    {
        if (sources.Asked != peer || sources.IsJudging || certificate.Height != state.Height || state.Committing is not null)
        {
            return false;
        }

        if (!state.Setup.Algorithm.Proves(certificate, state.Committee))
        {
            state.Punish(peer, "a certificate that proves nothing");
            GiveUp();
            return false;
        }

        return true;
    }

    /// <summary>The asked peer did not help: the next one is asked.</summary>
    public void GiveUp()
    {
        sources.GiveUp();
        Ask();
    }

    /// <summary>Has the application execute a block that the committee decided.</summary>
    /// <param name="isAnswer">True when the peer that was asked sent it and answers for its bytes.</param>
    public void Judge(CertifiedBlock block, bool isAnswer)
    {
        if (block.Certificate.Height != state.Height || state.Committing is not null || judged is not null)
        {
            return;
        }

        BlockDigest digest = BlockDigest.Of(block.Bytes.Span);
        if (state.Attempts.MustWait(digest))
        {
            // It may be the block that ends this process, or chance; it is decided, so there is no way around it.
            state.Report(
                ReportLevel.Error,
                $"height {state.Height}: executing the decided block {block.Certificate.Value} ended this process before; "
                + "it is tried again later");
            sources.GiveUp();
            return;
        }

        long ticket = state.NewTicket();
        judged = (ticket, block, isAnswer);
        state.Append(new LogRecord.Attempt(digest));
        CheckRequest request = new(state.Height, state.Tip.Value, block.Certificate.Value, null, IsDecided: true, block.Bytes);
        state.Output.Add(new EngineEffect.Check(ticket, request));
    }

    public void OnChecked(long ticket, BlockVerdict verdict)
    {
        if (judged is not { } held || held.Ticket != ticket)
        {
            return;
        }

        CertifiedBlock block = held.Block;
        BlockDigest digest = BlockDigest.Of(block.Bytes.Span);
        state.Attempts.Ended(digest);
        if (block.Certificate.Height != state.Height || state.Committing is not null)
        {
            judged = null;
            return;
        }

        state.Append(new LogRecord.AttemptEnded(digest));
        if (verdict == BlockVerdict.Valid)
        {
            deliberation.BeginCommit(new OrderedCommit(state.Height, [block.Certificate.Value], block.Certificate), [block.Bytes]);
            return;
        }

        judged = null;
        if (verdict == BlockVerdict.Invalid && held.IsAnswer && sources.Asked is { } peer)
        {
            // The certificate is genuine, the bytes need not be: one peer may lie. When an honest one must be among
            // them, this node is wrong.
            sources.Contradicted.Add(peer);
            if (state.Committee.HasHonest(state.Committee.SumOfWeights(sources.Contradicted)))
            {
                state.Halt(
                    $"height {state.Height}: the committee decided {block.Certificate.Value}, which this node cannot execute to that hash");
                return;
            }
        }

        sources.GiveUp();
        if (verdict == BlockVerdict.Invalid)
        {
            // A failure of the application would only repeat itself: the next reminder asks again.
            Ask();
        }
    }

    /// <summary>Reads a committed block for a peer, one at a time for each.</summary>
    public void Serve(ValidatorId peer, ulong height)
    {
        if (height >= 1 && height <= state.Tip.Height && served.Add(peer))
        {
            state.Output.Add(new EngineEffect.ReadBlock(peer, height));
        }
    }

    public void OnRead(ValidatorId peer, CertifiedBlock? block)
    {
        served.Remove(peer);
        if (block is not null)
        {
            state.Output.Add(new EngineEffect.Send(peer, new PeerMessage.Decided(block)));
        }
    }

    /// <summary>Sends the block message of a round, once per peer and reminder.</summary>
    public void AnswerCarrier(ValidatorId peer, PeerMessage.CarrierRequest request)
    {
        if (request.Height == state.Height && state.IsStarted
            && !answered.Contains(peer)
            && state.Core.CarrierOf(request.Round) is { } message
            && state.Blocks.Find(message.Carried!.Value) is { } bytes
            && state.Setup.Algorithm.WithBlock(message, bytes) is { Carried.IsIntact: true } whole && answered.Add(peer))
        {
            state.Output.Add(new EngineEffect.Send(peer, new PeerMessage.Consensus(whole)));
        }
    }

    /// <summary>The interval of repetition passed.</summary>
    public void Remind()
    {
        answered.Clear();
        sources.Remind();
        Ask();
        if (deliberation.WaitsForBlock is { } decision)
        {
            foreach (int round in decision.Certificate.Statements.Select(signed => signed.Statement.Slot.Round).Distinct())
            {
                state.Output.Add(new EngineEffect.Broadcast(new PeerMessage.CarrierRequest(state.Height, round)));
            }
        }
    }

    /// <summary>The height is committed.</summary>
    public void Forget()
    {
        judged = null;
        sources.Committed();
    }
}
