using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Consensus.Tendermint;

namespace Kraken.Consensus.Simulation.Tests;

/// <summary>Prevotes a re-proposal for any polka, however much older than its lock [TENDERMINT L29 without lockedRound &lt;= vr].</summary>
internal sealed class CoreThatTakesOldPolkas(IConsensusCore inner) : SabotagedCore(inner)
{
    private readonly Dictionary<(ulong Height, int Round), Proposal> valid = [];
    private readonly HashSet<(ulong Height, int Round, ValueId Value, ValidatorId Voter)> prevotes = [];
    private Committee? committee;

    protected override void Observe(ConsensusInput input)
    {
        switch (input)
        {
            case ConsensusInput.StartHeight start:
                committee = start.Committee;
                break;
            case ConsensusInput.MessageReceived { BlockIsValid: true, Message: TendermintMessage.ProposalMessage proposal }:
                valid.TryAdd((proposal.Height, proposal.Round), proposal.Signed.Proposal);
                break;
            case ConsensusInput.MessageReceived { Message: { } message }:
                foreach (Vote vote in message.Statements.Select(signed => signed.Statement).OfType<Vote>())
                {
                    if (vote is { Type: VoteType.Prevote, Value: { } value })
                    {
                        prevotes.Add((vote.Height, vote.Round, value, vote.Validator));
                    }
                }

                break;
            default:
                break;
        }
    }

    protected override ConsensusEffect? Change(ConsensusEffect effect) =>
        effect is ConsensusEffect.Say { Statement: Vote { Type: VoteType.Prevote, Value: null } vote }
        && valid.TryGetValue((vote.Height, vote.Round), out Proposal? proposal) && proposal.ValidRound >= 0 && HasPolka(proposal)
            ? new ConsensusEffect.Say(vote with { Value = proposal.Value })
            : effect;

    private bool HasPolka(Proposal proposal) => committee!.IsQuorum(committee.SumOfWeights(prevotes
        .Where(vote => (vote.Height, vote.Round, vote.Value) == (proposal.Height, proposal.ValidRound, proposal.Value)).Select(vote => vote.Voter)));
}

/// <summary>Counts each vote for its neighbour too: f + 1 are a quorum, and one is a third [every threshold].</summary>
internal sealed class CoreThatCountsVotesTwice(IConsensusCore inner) : SabotagedCore(inner)
{
    private IReadOnlyList<ValidatorId> validators = [];

    protected override void Observe(ConsensusInput input) =>
        validators = input is ConsensusInput.StartHeight start ? start.Committee.Validators : validators;

    protected override IEnumerable<ConsensusInput> Change(ConsensusInput input)
    {
        yield return input;
        if (input is ConsensusInput.MessageReceived { Message: TendermintMessage.VoteMessage { Signed: { } signed } } received)
        {
            int place = validators.ToList().IndexOf(signed.Vote.Validator);
            Vote neighbours = signed.Vote with { Validator = validators[(place + 1) % validators.Count] };
            yield return received with { Message = new TendermintMessage.VoteMessage(signed with { Vote = neighbours }) };
        }
    }
}

/// <summary>Prevotes what the application found invalid [TENDERMINT L23 without valid(v)].</summary>
internal sealed class CoreThatTakesInvalidBlocks(IConsensusCore inner) : SabotagedCore(inner)
{
    protected override IEnumerable<ConsensusInput> Change(ConsensusInput input) =>
        [input is ConsensusInput.MessageReceived received ? received with { BlockIsValid = true } : input];
}

/// <summary>Precommits nil as soon as it waits for a polka [TENDERMINT L61 without its timeout].</summary>
internal sealed class CoreThatDoesNotWait(IConsensusCore inner) : SabotagedCore(inner)
{
    private ValidatorId self;

    protected override ConsensusEffect? Change(ConsensusEffect effect)
    {
        self = effect is ConsensusEffect.Say { Statement: { } said } ? said.Author : self;
        return effect is ConsensusEffect.SetTimer { Id: { Kind: (byte)TimeoutStep.Prevote } id }
            ? new ConsensusEffect.Say(new Vote(VoteType.Precommit, id.Height, id.Round, null, self))
            : effect;
    }
}

/// <summary>Never leaves a round by itself [TENDERMINT L65 left out].</summary>
internal sealed class CoreThatStaysInItsRound(IConsensusCore inner) : SabotagedCore(inner)
{
    protected override IEnumerable<ConsensusInput> Change(ConsensusInput input) =>
        input is ConsensusInput.TimerElapsed { Id.Kind: (byte)TimeoutStep.Precommit } ? [] : [input];
}

/// <summary>Does not wait for the end of its precommit step [TENDERMINT L47 left out].</summary>
internal sealed class CoreWithoutPrecommitTimer(IConsensusCore inner) : SabotagedCore(inner)
{
    protected override ConsensusEffect? Change(ConsensusEffect effect) =>
        effect is ConsensusEffect.SetTimer { Id.Kind: (byte)TimeoutStep.Precommit } ? null : effect;
}

/// <summary>Takes the precommits of more than a third for a proof.</summary>
internal sealed class AlgorithmOfAThird(IConsensusAlgorithm inner) : SabotagedAlgorithm(inner)
{
    public override bool Proves(Certificate certificate, Committee committee) =>
        committee.HasHonest(committee.SumOfWeights(certificate.Statements.Select(signed => signed.Statement.Author)));
}

/// <summary>Signs something else than what is said.</summary>
/// <param name="inner">The algorithm.</param>
/// <param name="domain">What becomes of the domain.</param>
/// <param name="statement">What becomes of the statement.</param>
internal sealed class AlgorithmThatSignsLess(
    IConsensusAlgorithm inner, Func<SigningDomain, SigningDomain> domain, Func<Statement, Statement> statement) : SabotagedAlgorithm(inner)
{
    public override byte[] SigningBytes(SigningDomain given, Statement said) => Inner.SigningBytes(domain(given), statement(said));
}
