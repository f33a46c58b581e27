using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Consensus.Tendermint;
using Xunit;

namespace Kraken.Consensus.Tests;

/// <summary>Weights and thresholds: more than two thirds, more than one third, each validator once.</summary>
public sealed class CommitteeTests
{
    [Fact]
    public void ThresholdsAreExactForEveryTotal()
    {
        for (int total = 1; total <= 60; total++)
        {
            Committee committee = Samples.Committee(total);
            for (int weight = 0; weight <= total; weight++)
            {
                Assert.Equal(3 * weight > 2 * total, committee.IsQuorum((UInt128)weight));
                Assert.Equal(3 * weight > total, committee.HasHonest((UInt128)weight));
            }
        }
    }

    [Fact]
    public void TwoQuorumsShareAnHonestValidatorWhateverTheWeights()
    {
        Random random = new(1);
        for (int i = 0; i < 50; i++)
        {
            ulong[] weights = [.. Enumerable.Range(0, random.Next(1, 8)).Select(_ => (ulong)random.Next(1, 20))];
            Committee committee = Of(weights);
            uint[] quorums = [.. Enumerable.Range(0, 1 << weights.Length).Select(set => (uint)set)
                .Where(set => committee.IsQuorum(Sum(set, weights)))];
            Assert.True(quorums.All(first => quorums.All(second => committee.HasHonest(Sum(first & second, weights)))));
        }
    }

    [Fact]
    public void TheLargestWeightsDoNotOverflow()
    {
        ulong[] weights = [.. Enumerable.Repeat(ulong.MaxValue, 1_000)];
        Committee committee = Of(weights);
        BigInteger total = 1_000 * (BigInteger)ulong.MaxValue;
        Assert.Equal(total, (BigInteger)committee.TotalWeight);
        Assert.False(committee.IsQuorum((UInt128)(2 * total / 3)));
        Assert.True(committee.IsQuorum((UInt128)(2 * total / 3) + 1));
        Assert.True(committee.IsQuorum(committee.TotalWeight));
        Assert.False(committee.HasHonest((UInt128)(total / 3)));
        Assert.True(committee.HasHonest((UInt128)(total / 3) + 1));
    }

    [Fact]
    public void AValidatorCountsOnceAndAStrangerNever()
    {
        Committee committee = Of(3, 5, 7);
        Assert.Equal((UInt128)8, committee.SumOfWeights(
            [Samples.Validator(1), Samples.Validator(2), Samples.Validator(1), Samples.Validator(99)]));
        Assert.Equal(0UL, committee.Weight(Samples.Validator(99)));
    }

    [Fact]
    public void ACommitteeHasMembersOfPositiveWeightEachOnce()
    {
        Assert.Throws<ArgumentException>(() => new Committee([]));
        Assert.Throws<ArgumentException>(() => Of(1, 0));
        Assert.Throws<ArgumentException>(() => new Committee([(Samples.Validator(1), 1), (Samples.Validator(1), 2)]));
    }

    [Fact]
    public void ValidatorsStandInAscendingOrderHoweverTheyWereGiven()
    {
        Committee committee = new(((int[])[5, 1, 9, 3]).Select(index => (Samples.Validator(index), 1UL)));
        Assert.Equal(((int[])[1, 3, 5, 9]).Select(Samples.Validator), committee.Validators);
    }

    [Fact]
    public void ProposersTakeTurnsOverRoundsAndHeights()
    {
        Committee committee = Samples.Committee(4);
        RotatingProposer selection = new();
        for (ulong height = 1; height < 10; height++)
        {
            Assert.Equal(4, Enumerable.Range(0, 4).Select(round => selection.Proposer(committee, height, round)).Distinct().Count());
            Assert.NotEqual(selection.Proposer(committee, height, 0), selection.Proposer(committee, height + 1, 0));
        }

        // Past the end of 64 bits there is still a proposer.
        Assert.Contains(selection.Proposer(committee, ulong.MaxValue, int.MaxValue), committee.Validators);
    }

    [Fact]
    public void ACertificateProvesByExactlyAQuorum()
    {
        Samples samples = new(1);
        for (int total = 1; total <= 12; total++)
        {
            Committee committee = Samples.Committee(total);
            for (int count = 1; count <= total; count++)
            {
                Assert.Equal(3 * count > 2 * total, Samples.Algorithm.Proves(CertificateOf(samples, Enumerable.Range(1, count)),
                    committee));
            }
        }
    }

    [Fact]
    public void ACertificateOfOtherVotesProvesNothing()
    {
        Committee committee = Samples.Committee(4);
        CommitCertificate genuine = CertificateOf(new Samples(2), [1, 2, 3]);
        Assert.True(Samples.Algorithm.Proves(genuine, committee));
        Func<Vote, Vote>[] changes =
        [
            vote => vote with { Type = VoteType.Prevote }, vote => vote with { Height = vote.Height + 1 }, vote =>
                vote with { Round = vote.Round + 1 },
            vote => vote with { Value = null }, vote => vote with { Value = new Samples(3).Value() }, vote =>
                vote with { Validator = Samples.Validator(99) },
        ];
        for (int place = 0; place < 3; place++)
        {
            foreach (Func<Vote, Vote> change in changes)
            {
                SignedVote[] votes = [.. genuine.Precommits];
                votes[place] = votes[place] with { Vote = change(votes[place].Vote) };
                Assert.False(Samples.Algorithm.Proves(genuine with { Precommits = votes }, committee));
            }
        }

        Assert.False(Samples.Algorithm.Proves(genuine with { Round = genuine.Round + 1 }, committee));
        Assert.False(Samples.Algorithm.Proves(genuine with { Precommits = [] }, committee));
    }

    [Fact]
    public void OneVoteSeveralTimesIsOneVote()
    {
        CommitCertificate genuine = CertificateOf(new Samples(4), [1, 2, 3]);
        IReadOnlyList<SignedVote> votes = genuine.Precommits;
        Assert.False(Samples.Algorithm.Proves(genuine with { Precommits = [votes[0], votes[0], votes[0]] }, Samples.Committee(4)));
        Assert.False(Samples.Algorithm.Proves(genuine with { Precommits = [votes[0], votes[1], votes[1]] }, Samples.Committee(4)));
        Assert.False(Samples.Algorithm.Proves(genuine with { Precommits = [votes[0], votes[1], votes[0]] }, Samples.Committee(4)));
    }

    [Fact]
    public void StrangersAddNoWeight()
    {
        CommitCertificate certificate = CertificateOf(new Samples(5), [1, 2, 50, 51, 52]);
        Assert.False(Samples.Algorithm.Proves(certificate, Samples.Committee(4)));
    }

    [Theory]
    [InlineData(TimeoutStep.Propose, 0, 2_500)]
    [InlineData(TimeoutStep.Prevote, 0, 500)]
    [InlineData(TimeoutStep.Precommit, 3, 2_000)]
    [InlineData(TimeoutStep.Propose, 1_000, 15_000)]
    [InlineData(TimeoutStep.Propose, int.MaxValue, 15_000)]
    public void TimeoutsGrowByRoundUpToTheLongest(TimeoutStep step, int round, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), new TendermintTimeouts().Of(step, round));

    [Fact]
    public void ATimeoutOfTheHighestRoundIsTheLongestHoweverFastTheyGrow() =>
        Assert.Equal(TimeSpan.FromDays(1), new TendermintTimeouts { Growth = TimeSpan.FromHours(1), Longest = TimeSpan.FromDays(1) }.Of(
            TimeoutStep.Prevote, int.MaxValue));

    private static CommitCertificate CertificateOf(Samples samples, IEnumerable<int> validators)
    {
        ValueId value = samples.Value();
        return new CommitCertificate(
            9, 2, value, [.. validators.Select(index =>
                new SignedVote(new Vote(VoteType.Precommit, 9, 2, value, Samples.Validator(index)), default))]);
    }

    private static Committee Of(params ulong[] weights) => new(weights.Select((weight, index) => (Samples.Validator(index + 1), weight)));

    private static UInt128 Sum(uint set, ulong[] weights) =>
        weights.Where((_, index) => ((set >> index) & 1) == 1).Aggregate((UInt128)0, (sum, weight) => sum + weight);
}
