using System.Collections.Generic;
using System.Linq;
using Kraken.Consensus.Engine.Messages;

namespace Kraken.Consensus.Engine.Machine;

/// <summary>
/// What peers send, up to the core: only what the core wants is checked, only what is authentic is executed and logged. What comes too
/// early is kept within bounds.
/// </summary>
internal sealed class Intake(EngineState state, Deliberation deliberation, CatchUp catchUp)
{
    private readonly EarlyMessages early = new(state.Setup.Limits);
    private readonly Verifications verifications = new(state.Setup.Limits);
    private readonly HashSet<(ValidatorId Author, StatementSlot Slot)> accused = [];
    private bool isAllowed;
    private bool isOpening;

    public int EarlyCount => early.Count;

    public long EarlyBytes => early.Bytes;

    public int VerificationCount => verifications.Count;

    public void Receive(ValidatorId peer, PeerMessage message)
    {
        switch (message)
        {
            case PeerMessage.Consensus consensus:
                Receive(peer, consensus.Message);
                break;
            case PeerMessage.Status status:
                catchUp.Heard(peer, status.CommittedHeight);
                break;
            case PeerMessage.Decided decided when catchUp.Expects(peer, decided.Block.Certificate):
                catchUp.IsJudging = Verify(peer, message, VerificationPurpose.Decided);
                break;
            default:
                break;
        }
    }

    public void OnVerified(long ticket, bool isAuthentic)
    {
        if (verifications.Take(ticket) is not { } taken)
        {
            return;
        }

        if (taken.Purpose == VerificationPurpose.Opening)
        {
            isOpening = false;
        }

        if (!isAuthentic)
        {
            state.Punish(taken.Peer, "a signature or digest that does not hold");
            early.Drop(taken.Peer);
            if (taken.Purpose == VerificationPurpose.Decided)
            {
                catchUp.GiveUp();
            }

            return;
        }

        switch (taken.Message)
        {
            case PeerMessage.Decided decided:
                catchUp.Judge(decided.Block, isAnswer: true);
                break;
            case PeerMessage.Consensus { Message: { } content } when content.Height == state.Height && state.Committing is null:
                OnAuthentic(content, taken.Purpose);
                break;
            default:
                break;
        }
    }

    /// <summary>The shortest time between blocks has passed.</summary>
    public void Allow()
    {
        isAllowed = true;
        LookForOpening();
    }

    /// <summary>Begins the height and looks at what came for it.</summary>
    public void StartHeight()
    {
        deliberation.Start();
        foreach ((ValidatorId peer, ConsensusMessage message) in early.Take(state.Height))
        {
            Consider(peer, message);
        }
    }

    /// <summary>
    /// Others may have begun the height. More than a third of the weight includes an honest one; the block of the first proposer is
    /// reason enough once the interval has passed; anything less could be a faulty validator that hurries the chain.
    /// </summary>
    public void LookForOpening()
    {
        if (state.IsStarted || state.Committing is not null)
        {
            return;
        }

        if (state.Committee.HasHonest(state.Committee.SumOfWeights(early.PeersAt(state.Height))))
        {
            StartHeight();
            return;
        }

        if (isAllowed && !isOpening)
        {
            (ValidatorId peer, ConsensusMessage? message) =
                early.At(state.Height).FirstOrDefault(entry => state.Setup.Algorithm.Opens(entry.Message, state.Committee));
            isOpening = message is not null && Verify(peer, new PeerMessage.Consensus(message), VerificationPurpose.Opening);
        }
    }

    /// <summary>The height is committed.</summary>
    public void Forget()
    {
        isAllowed = false;
        early.DropBelow(state.Height);
        accused.Clear();
    }

    private void Receive(ValidatorId peer, ConsensusMessage message)
    {
        if (message.Height > state.Height)
        {
            // Whoever speaks of a height has committed the one before.
            catchUp.Heard(peer, message.Height - 1);
        }

        if (message.Height == state.Height && state.IsStarted)
        {
            Consider(peer, message);
        }
        else if (message.Height >= state.Height && message.Height <= state.Height + state.Setup.Limits.HeightsAhead)
        {
            early.Keep(peer, message);
            LookForOpening();
        }
    }

    private void Consider(ValidatorId peer, ConsensusMessage message)
    {
        VerificationPurpose? purpose =
            CarriesMissing(message) ? VerificationPurpose.Missing
            : state.Core.Wants(message) ? VerificationPurpose.Input
            : ContradictsCarrier(message) ? VerificationPurpose.Evidence
            : null;
        if (purpose is { } worth)
        {
            Verify(peer, new PeerMessage.Consensus(message), worth);
        }
    }

    /// <summary>
    /// True for the very bytes that this node found valid before it lost them, as the proposer of the decided round signed them: whoever
    /// else signs other bytes under the decided value is not heard.
    /// </summary>
    private bool CarriesMissing(ConsensusMessage message) =>
        deliberation.WaitsForBlock is { } decision
        && message.Carried is { } carried
        && carried.Value == decision.Values[^1]
        && state.Core.CarrierOf(decision.Certificate.Statements[0].Statement.Slot.Round)?.Carried?.Digest == carried.Digest;

    private void OnAuthentic(ConsensusMessage message, VerificationPurpose purpose)
    {
        switch (purpose)
        {
            case VerificationPurpose.Opening when !state.IsStarted:
                StartHeight();
                break;
            case VerificationPurpose.Missing when deliberation.WaitsForBlock is { } decision:
                catchUp.Judge(new CertifiedBlock(decision.Certificate, message.Carried!.Bytes), isAnswer: false);
                break;
            case VerificationPurpose.Evidence when ContradictsCarrier(message):
                Statement second = message.Statements[0].Statement;
                accused.Add((second.Author, second.Slot));
                state.Output.Add(new EngineEffect.Equivocation(state.Core.CarrierOf(message.Round)!.Statements[0], message.Statements[0]));
                break;
            case VerificationPurpose.Input when state.Core.Wants(message):
                deliberation.Accept(message);
                break;
            default:
                break;
        }
    }

    /// <summary>True for a second, different block message of one author in one slot that was not told before.</summary>
    private bool ContradictsCarrier(ConsensusMessage message) =>
        message.Carried is not null
        && state.Core.CarrierOf(message.Round)?.Statements[0].Statement is { } first
        && message.Statements[0].Statement is { } second
        && first.Author == second.Author && first.Slot == second.Slot && first != second
        && !accused.Contains((second.Author, second.Slot));

    private bool Verify(ValidatorId peer, PeerMessage message, VerificationPurpose purpose)
    {
        long ticket = state.NewTicket();
        bool isAdded = verifications.TryAdd(ticket, peer, message, purpose);
        if (isAdded)
        {
            state.Output.Add(new EngineEffect.Verify(ticket, message));
        }

        return isAdded;
    }
}
