using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Consensus.Tendermint;
using Xunit;

namespace Kraken.Consensus.Tests;

/// <summary>A core under random authentic messages of validators that say anything, and timers in any order.</summary>
public sealed class TendermintCoreLawTests
{
    private const int Runs = 60;
    private const int Steps = 250;

    private static readonly ValidatorId Self = Samples.Validator(1);
    private static readonly Committee Committee = Samples.Committee(4);

    [Fact]
    public void EqualInputsGiveEqualEffects() => ForEachRun((inputs, _) =>
        Assert.Equal(Effects(inputs, remind: false), Effects(inputs, remind: false)));

    [Fact]
    public void ARemindTellsAndChangesNothing() => ForEachRun((inputs, _) =>
        Assert.Equal(Effects(inputs, remind: false), Effects(inputs, remind: true)));

    [Fact]
    public void WhatIsNotWantedHasNoEffect() => ForEachRun((inputs, _) =>
    {
        TendermintCore core = Core();
        foreach (ConsensusInput input in inputs)
        {
            bool isIdle = input is ConsensusInput.MessageReceived received && !core.Wants(received.Message);
            ConsensusPosition before = core.Position;
            List<ConsensusEffect> effects = [];
            core.Step(input, effects);
            Assert.False(isIdle && (effects.Count > 0 || core.Position != before), $"{input} was not wanted and did something");
        }
    });

    [Fact]
    public void OneStatementPerSlotAndSlotsAscend() => ForEachRun((_, effects) =>
    {
        Statement[] said = [.. effects.OfType<ConsensusEffect.Say>().Select(say => say.Statement)];
        for (int i = 1; i < said.Length; i++)
        {
            Assert.True(said[i - 1].Slot < said[i].Slot, $"{said[i]} after {said[i - 1]}");
        }
    });

    [Fact]
    public void AHeightIsDecidedOnceByACertificateThatProvesIt() => ForEachRun((_, effects) =>
    {
        foreach (ConsensusEffect.Commit commit in effects.OfType<ConsensusEffect.Commit>())
        {
            Assert.True(Samples.Algorithm.Proves(commit.Decision.Certificate, Committee));
            Assert.Equal(commit.Decision.Values[^1], commit.Decision.Certificate.Value);
            Assert.Same(commit, effects[^1]);
        }
    });

    [Fact]
    public void AMessageThatWasTakenIsNotWantedAgain() => ForEachRun((inputs, _) =>
    {
        TendermintCore core = Core();
        foreach (ConsensusInput input in inputs)
        {
            core.Step(input, []);
            Assert.False(input is ConsensusInput.MessageReceived received && core.Wants(received.Message),
                $"{input} is wanted a second time");
        }
    });

    [Fact]
    public void NothingOfAnotherHeightOrOfAStrangerIsWanted()
    {
        TendermintCore core = Core();
        Samples samples = new(1);
        for (int i = 0; i < 2_000; i++)
        {
            TendermintMessage message = samples.Messages()[i % 3];
            Assert.False(message.Height != 1 && core.Wants(message));
        }

        Assert.False(core.Wants(VoteOf(99, VoteType.Prevote, 0, null)));
        Assert.True(core.Wants(VoteOf(2, VoteType.Prevote, 0, null)));
        Assert.False(core.Wants(new TendermintMessage.PolkaMessage(
            [.. Enumerable.Range(1, 2).Select(index => Signed(index, VoteType.Prevote, 0, Values[0]))])));
        Assert.False(core.Wants(new TendermintMessage.PolkaMessage(
            [.. Enumerable.Range(1, 5).Select(index => Signed(index, VoteType.Prevote, 0, Values[0]))])));
        Assert.True(core.Wants(new TendermintMessage.PolkaMessage(
            [.. Enumerable.Range(1, 3).Select(index => Signed(index, VoteType.Prevote, 0, Values[0]))])));
    }

    [Fact]
    public void BeforeItsFirstHeightACoreWantsNothingAndDoesNothing()
    {
        TendermintCore core = new(Self, new RotatingProposer(), new TendermintTimeouts());
        List<ConsensusEffect> effects = [];
        core.Step(new ConsensusInput.TimerElapsed(new TimerId(0, 0, 0)), effects);
        core.Remind(effects);
        Assert.Empty(effects);
        Assert.False(core.Wants(VoteOf(2, VoteType.Prevote, 0, null)));
        Assert.False(core.Needs(Values[0]));
    }

    [Fact]
    public void ALowerHeightIsNotBegunAgain()
    {
        TendermintCore core = Core();
        List<ConsensusEffect> effects = [];
        core.Step(new ConsensusInput.StartHeight(1, Values[0], Committee), effects);
        Assert.Empty(effects);
        core.Step(new ConsensusInput.StartHeight(2, Values[0], Committee), effects);
        Assert.Equal(2UL, core.Position.Height);
        Assert.NotEmpty(effects);
    }

    private static readonly ValueId[] Values = [.. Enumerable.Range(1, 3).Select(index => new ValueId((Fields.Felt)index))];

    private static void ForEachRun(Action<IReadOnlyList<ConsensusInput>, IReadOnlyList<ConsensusEffect>> law)
    {
        bool decides = false;
        for (int run = 0; run < Runs; run++)
        {
            (List<ConsensusInput> inputs, List<ConsensusEffect> effects) = Run(new Samples(run));
            decides |= effects.Exists(effect => effect is ConsensusEffect.Commit);
            law(inputs, effects);
        }

        Assert.True(decides, "no run came to a decision");
    }

    private static TendermintCore Core()
    {
        TendermintCore core = new(Self, new RotatingProposer(), new TendermintTimeouts());
        core.Step(new ConsensusInput.StartHeight(1, new ValueId(default), Committee), []);
        return core;
    }

    /// <summary>Half of the inputs answer what the core asked for, the others are anybody's.</summary>
    private static (List<ConsensusInput> Inputs, List<ConsensusEffect> Effects) Run(Samples samples)
    {
        TendermintCore core = Core();
        List<ConsensusInput> inputs = [];
        List<ConsensusEffect> all = [];
        Queue<ConsensusInput> answers = new();
        for (int step = 0; step < Steps; step++)
        {
            ConsensusInput input = answers.Count > 0 && samples.Below(2) == 0 ? answers.Dequeue() : Anything(samples, core.Position.Round);
            inputs.Add(input);
            List<ConsensusEffect> effects = [];
            core.Step(input, effects);
            all.AddRange(effects);
            foreach (ConsensusEffect effect in effects)
            {
                if (Answer(effect) is { } answer)
                {
                    answers.Enqueue(answer);
                }
            }
        }

        return (inputs, all);
    }

    private static ConsensusInput? Answer(ConsensusEffect effect) => effect switch
    {
        ConsensusEffect.BuildValue build => new ConsensusInput.ValueBuilt(build.Height, build.Round, Values[2], default),
        ConsensusEffect.SetTimer timer => new ConsensusInput.TimerElapsed(timer.Id),
        ConsensusEffect.Say { Statement: Vote vote } => Received(new TendermintMessage.VoteMessage(new SignedVote(vote, default))),
        ConsensusEffect.Say { Statement: Proposal proposal } =>
            Received(new TendermintMessage.ProposalMessage(new SignedProposal(proposal, default), default)),
        _ => null,
    };

    private static ConsensusInput Anything(Samples samples, int current)
    {
        int round = Math.Max(0, current + samples.Below(4) - 1);
        ValueId? value = samples.Below(5) == 0 ? null : Values[samples.Below(2)];
        int validator = 2 + samples.Below(3);
        return samples.Below(8) switch
        {
            0 => new ConsensusInput.TimerElapsed(new TimerId(1, round, (byte)samples.Below(3))),
            1 => Received(new TendermintMessage.PolkaMessage(
                [.. Enumerable.Range(2, 3).Select(index => Signed(index, VoteType.Prevote, round, value ?? Values[0]))])),
            2 => Received(VoteOf(validator, samples.Below(2) == 0 ? VoteType.Prevote : VoteType.Precommit, samples.Below(60), value)),
            3 or 4 => new ConsensusInput.MessageReceived(ProposalOf(samples, round, value ?? Values[0]),
                BlockIsValid: samples.Below(6) > 0),
            5 => Received(VoteOf(validator, VoteType.Precommit, round, value)),
            _ => Received(VoteOf(validator, VoteType.Prevote, round, value)),
        };
    }

    private static ConsensusInput.MessageReceived Received(TendermintMessage message) => new(message, BlockIsValid: true);

    private static TendermintMessage.ProposalMessage ProposalOf(Samples samples, int round, ValueId value)
    {
        ValidatorId proposer = new RotatingProposer().Proposer(Committee, 1, samples.Below(5) == 0 ? round + 1 : round);
        int validRound = round > 0 && samples.Below(3) == 0 ? samples.Below(round) : -1;
        return new TendermintMessage.ProposalMessage(new SignedProposal(new Proposal(1, round, value, validRound, proposer), default),
            default);
    }

    private static TendermintMessage.VoteMessage VoteOf(int validator, VoteType type, int round, ValueId? value) =>
        new(Signed(validator, type, round, value));

    private static SignedVote Signed(int validator, VoteType type, int round, ValueId? value) =>
        new(new Vote(type, 1, round, value, Samples.Validator(validator)), default);

    private static List<string> Effects(IReadOnlyList<ConsensusInput> inputs, bool remind)
    {
        TendermintCore core = Core();
        List<ConsensusEffect> effects = [];
        foreach (ConsensusInput input in inputs)
        {
            core.Step(input, effects);
            if (remind)
            {
                core.Remind([]);
            }
        }

        return [.. effects.Select(Text)];
    }

    private static string Text(ConsensusEffect effect) => effect switch
    {
        ConsensusEffect.Commit commit =>
            $"commit {commit.Decision.Values[^1]} of {string.Join(' ', commit.Decision.Certificate.Statements.Select(signed => signed.Statement))}",
        _ => effect.ToString(),
    };
}
