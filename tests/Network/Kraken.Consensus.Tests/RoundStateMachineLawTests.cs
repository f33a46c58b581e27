using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Consensus.Tendermint;
using Kraken.Fields;
using Xunit;

namespace Kraken.Consensus.Tests;

/// <summary>The round machine over every small state and every input, held against the paper's lines as predicates.</summary>
public sealed class RoundStateMachineLawTests
{
    private static readonly ValidatorId Self = Samples.Validator(1);
    private static readonly ValueId A = new((Felt)1);
    private static readonly ValueId B = new((Felt)2);

    /// <summary>Every step in rounds 0 to 3, with every lock and valid value that a run can have.</summary>
    private static readonly RoundState[] States =
    [
        .. from step in Enum.GetValues<RoundStep>()
           from round in Enumerable.Range(step == RoundStep.None ? -1 : 0, step == RoundStep.None ? 1 : 4)
           from locked in Choices(round)
           from valid in Choices(round)
           where valid.Round >= locked.Round && (valid.Round > locked.Round || valid.Value == locked.Value)
           select new RoundState(Self, 5, round, step, locked.Value, locked.Round, valid.Value, valid.Round),
    ];

    private static readonly RoundInput[] Inputs =
    [
        .. Enumerable.Range(0, 5).SelectMany(round => (RoundInput[])
        [
            new RoundInput.NewRound(round), new RoundInput.NewRoundAsProposer(round), new RoundInput.SkipRound(round),
            new RoundInput.ProposeTimeout(5, round), new RoundInput.PrevoteTimeout(5, round), new RoundInput.PrecommitTimeout(5, round),
            new RoundInput.ProposeTimeout(4, round), new RoundInput.PrevoteTimeout(6, round), new RoundInput.PrecommitTimeout(4, round),
        ]),
        .. ((ValueId[])[A, B]).SelectMany(value => (RoundInput[])
        [
            new RoundInput.ProposeValue(value), new RoundInput.ProposalAndPolka(value), new RoundInput.ProposalInvalidWithPolka(value),
            .. Enumerable.Range(0, 4).SelectMany(round => (RoundInput[])
                [new RoundInput.ProposalArrived(round, value), new RoundInput.ProposalAndPreviousPolka(value, round),
                    new RoundInput.ProposalAndPrecommits(round, value)]),
        ]),
        new RoundInput.ProposalInvalid(), new RoundInput.PolkaAny(), new RoundInput.PolkaNil(), new RoundInput.PrecommitAny(),
    ];

    [Fact]
    public void TheStatesAreMany() => Assert.True(States.Length > 400 && Inputs.Length > 70,
        $"{States.Length} states, {Inputs.Length} inputs");

    [Fact]
    public void WhatIsRefusedChangesNothing() => ForEach((state, input, next, output) =>
        output is not RoundOutput.Refused || next == state);

    [Fact]
    public void RoundsAndLocksNeverGoBack() => ForEach((state, _, next, _) =>
        next.Round >= state.Round && next.LockedRound >= state.LockedRound && next.ValidRound >= state.ValidRound
        && next.Validator == state.Validator && next.Height == state.Height);

    [Fact]
    public void ALockChangesByAPrecommitOfThatValueInThatRoundOnly() => ForEach((state, input, next, output) =>
        (next.LockedValue, next.LockedRound) == (state.LockedValue, state.LockedRound)
        || (input is RoundInput.ProposalAndPolka polka && next.LockedValue == polka.Value && next.LockedRound == state.Round
            && output is RoundOutput.CastVote { Vote: { Type: VoteType.Precommit } vote } && vote.Value == polka.Value
                && vote.Round == state.Round));

    [Fact]
    public void WhatIsPrecommittedIsLockedAndValid() => ForEach((state, _, next, output) =>
        output is not RoundOutput.CastVote { Vote: { Type: VoteType.Precommit, Value: { } value } }
        || (next.LockedValue == value && next.LockedRound == state.Round && next.ValidValue == value && next.ValidRound == state.Round));

    [Fact]
    public void VotesAreOfTheCurrentRoundAndTheirStepAndEndIt() =>
        ForEach((state, input, next, output) => output is not RoundOutput.CastVote { Vote: { } vote }
        || ((vote.Height, vote.Round, vote.Validator) == (state.Height, state.Round, Self)
            && (vote.Type == VoteType.Prevote
                ? (state.Step == RoundStep.Propose || input is RoundInput.ProposalInvalidWithPolka) && next.Step == RoundStep.Prevote
                : state.Step == RoundStep.Prevote && next.Step == RoundStep.Precommit)));

    // [TENDERMINT L22-L26]
    [Fact]
    public void AFirstProposalIsPrevotedUnlessSomethingElseIsLocked() => ForEach((state, input, _, output) =>
        input is not RoundInput.ProposalArrived proposal || state.Step != RoundStep.Propose
        || ValueOf(output, VoteType.Prevote) == (state.LockedRound < 0 || state.LockedValue == proposal.Value ? proposal.Value : null));

    // [TENDERMINT L28-L32]
    [Fact]
    public void AReproposalIsPrevotedUnlessSomethingElseWasLockedLater() => ForEach((state, input, _, output) =>
        input is not RoundInput.ProposalAndPreviousPolka proposal || state.Step != RoundStep.Propose || proposal.ValidRound >= state.Round
        || ValueOf(output, VoteType.Prevote) == (state.LockedRound <= proposal.ValidRound || state.LockedValue == proposal.Value
            ? proposal.Value : null));

    [Fact]
    public void AReproposalOfAPolkaThatIsNotOfAnEarlierRoundIsRefused() => ForEach((state, input, _, output) =>
        input is not RoundInput.ProposalAndPreviousPolka proposal || proposal.ValidRound < state.Round || output is RoundOutput.Refused);

    // [TENDERMINT L14-L19]
    [Fact]
    public void AProposerProposesItsValidValueOrAsksForANewOne() => ForEach((state, input, next, output) =>
        input is not RoundInput.NewRoundAsProposer || output is RoundOutput.Refused
        || (state.ValidValue is { } valid
            ? output is RoundOutput.Propose { Proposal: { } proposal } && proposal.Value == valid
                && proposal.ValidRound == state.ValidRound && proposal.Round == next.Round
            : output is RoundOutput.BuildValue build && build.Round == next.Round));

    // [TENDERMINT L36-L43]
    [Fact]
    public void APolkaAfterThePrecommitMakesAValueValidAndNoLock() => ForEach((state, input, next, output) =>
        input is not RoundInput.ProposalAndPolka polka || state.Step != RoundStep.Precommit
        || (next.ValidValue == polka.Value && next.ValidRound == state.Round && next.LockedValue == state.LockedValue
            && output is RoundOutput.Nothing));

    // [TENDERMINT L44, L57, L61]
    [Fact]
    public void TimeoutsAndNilPolkasVoteNilInTheirOwnStep() => ForEach((state, input, _, output) => input switch
    {
        RoundInput.ProposeTimeout timeout => IsNilVote(output, VoteType.Prevote) == (timeout.Height == 5 && timeout.Round == state.Round
            && state.Step == RoundStep.Propose),
        RoundInput.PrevoteTimeout timeout => IsNilVote(output, VoteType.Precommit) == (timeout.Height == 5 && timeout.Round == state.Round
            && state.Step == RoundStep.Prevote),
        RoundInput.PolkaNil => IsNilVote(output, VoteType.Precommit) == (state.Step == RoundStep.Prevote),
        _ => true,
    });

    // [TENDERMINT L55, L65]
    [Fact]
    public void ARoundIsLeftForAHigherOneOnly() => ForEach((state, input, next, output) => output is not RoundOutput.SkipTo skip
        || (skip.Round > state.Round && next.Step == RoundStep.Unstarted
            && (input is RoundInput.SkipRound asked ? skip.Round == asked.Round : input is RoundInput.PrecommitTimeout
                && skip.Round == state.Round + 1)));

    // [TENDERMINT L49-L54]
    [Fact]
    public void AHeightIsDecidedOnce() => ForEach((state, input, next, output) =>
        input is not RoundInput.ProposalAndPrecommits decision
        || (state.Step == RoundStep.Commit ? output is RoundOutput.Refused
            : output == new RoundOutput.Decided(decision.Round, decision.Value) && next.Step == RoundStep.Commit));

    [Fact]
    public void EqualInputsGiveEqualOutputs() => ForEach((state, input, next, output) =>
        RoundStateMachine.Apply(state, input) == (next, output));

    private static IEnumerable<(ValueId? Value, int Round)> Choices(int round) =>
    [
        (null, -1),
        .. Enumerable.Range(0, Math.Max(round + 1, 0)).SelectMany(earlier => ((ValueId?, int)[])[(A, earlier), (B, earlier)]),
    ];

    private static ValueId? ValueOf(RoundOutput output, VoteType type) =>
        output is RoundOutput.CastVote { Vote: { } vote } && vote.Type == type ? vote.Value
            : throw new InvalidOperationException($"expected a {type}, got {output}");

    private static bool IsNilVote(RoundOutput output, VoteType type) => output is RoundOutput.CastVote { Vote: { Value: null } vote }
        && vote.Type == type;

    private static void ForEach(Func<RoundState, RoundInput, RoundState, RoundOutput, bool> law)
    {
        foreach (RoundState state in States)
        {
            foreach (RoundInput input in Inputs)
            {
                (RoundState next, RoundOutput output) = RoundStateMachine.Apply(state, input);
                Assert.True(law(state, input, next, output), $"{state} with {input} gives {output} and {next}");
            }
        }
    }
}
