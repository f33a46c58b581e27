using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Kraken.Consensus.Tests;

/// <summary>Agreement and progress of simulated networks; a failure names the seed that reproduces it.</summary>
public sealed class TendermintSimulationTests
{
    private const ulong Heights = 5;

    [Fact]
    public void FourValidatorsDecideTheSameValues() => AgreesAndProgresses(new SimulationFaults(), seeds: 200);

    [Fact]
    public void SlowLossyDuplicatingNetworksAgree() =>
        AgreesAndProgresses(new SimulationFaults(MaxDelay: 150, LossProbability: 0.05, DuplicateProbability: 0.1), seeds: 200);

    [Fact]
    public void ValidatorsThatCrashAndReplayTheirLogNeverEquivocate() =>
        AgreesAndProgresses(new SimulationFaults(MaxDelay: 60, CrashProbability: 0.01), seeds: 200);

    [Fact]
    public void OneSilentValidatorOfFourDoesNotStopTheOthers() => AgreesAndProgresses(new SimulationFaults(Silent: 1), seeds: 100);

    [Fact]
    public void TwoSilentValidatorsOfFourStopTheChainWithoutAFork()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            Simulation simulation = new(seed, 4, Heights, new SimulationFaults(Silent: 2));
            Assert.False(simulation.Run(stepLimit: 5_000), $"seed {seed} decided without a quorum");
            Assert.All(simulation.Decisions, Assert.Empty);
        }
    }

    [Fact]
    public void SevenValidatorsToleratesTwoSilent()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            Simulation simulation = new(seed, 7, Heights, new SimulationFaults(Silent: 2));
            Assert.True(simulation.Run(), $"seed {seed} made no progress");
            AssertAgreement(simulation, seed);
        }
    }

    [Fact]
    public void EqualSeedsGiveEqualRuns()
    {
        Simulation first = new(7, 4, Heights, new SimulationFaults(MaxDelay: 100, CrashProbability: 0.01));
        Simulation second = new(7, 4, Heights, new SimulationFaults(MaxDelay: 100, CrashProbability: 0.01));
        first.Run();
        second.Run();
        Assert.Equal(first.Decisions.Select(decisions => decisions.ToList()), second.Decisions.Select(decisions => decisions.ToList()));
    }

    private static void AgreesAndProgresses(SimulationFaults faults, int seeds)
    {
        for (int seed = 0; seed < seeds; seed++)
        {
            Simulation simulation = new(seed, 4, Heights, faults);
            Assert.True(simulation.Run(), $"seed {seed} made no progress");
            AssertAgreement(simulation, seed);
            Assert.True(simulation.Equivocations.Count == 0, $"seed {seed}: an honest validator equivocated");
        }
    }

    private static void AssertAgreement(Simulation simulation, int seed)
    {
        Dictionary<ulong, ValueId> agreed = [];
        foreach ((ulong height, ValueId value) in simulation.Decisions.SelectMany(decisions => decisions))
        {
            Assert.True(agreed.TryAdd(height, value) || agreed[height] == value, $"seed {seed}: two values at height {height}");
        }
    }
}
