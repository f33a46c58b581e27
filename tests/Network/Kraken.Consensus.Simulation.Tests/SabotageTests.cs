using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Consensus.Simulation.Checks;
using Kraken.Consensus.Simulation.Faults;
using Kraken.Consensus.Simulation.Nodes;
using Xunit;

namespace Kraken.Consensus.Simulation.Tests;

/// <summary>What is broken on purpose is found within a thousand seeds: a simulator that finds nothing would prove nothing.</summary>
public sealed class SabotageTests(ITestOutputHelper output)
{
    private const int Seeds = 1_000;

    [Fact]
    public void ACoreWithoutLocksForks() =>
        Assert.Equal(Verdict.Forked, Find(Unobserved(core => new CoreWithoutLock(core)), result => result.Verdict == Verdict.Forked).Verdict);

    [Fact]
    public void ACoreWithoutLocksIsCaughtByWhatItSays() => Assert.Equal(Verdict.Invalid, Find(Broken(core => new CoreWithoutLock(core)), Failed).Verdict);

    [Fact]
    public void ACoreThatPrecommitsWithoutAPolkaIsCaughtByWhatItSays() =>
        Assert.Equal(Verdict.Invalid, Find(Broken(core => new CoreWithoutPolka(core)), Failed).Verdict);

    [Fact]
    public void ACoreWhoseTimeoutsDoNotGrowStalls() =>
        Assert.Equal(Verdict.Stalled, Find(Broken(core => new CoreWithoutGrowth(core)), Failed).Verdict);

    [Fact]
    public void ARestartThatForgetsItsVotesIsCaught() =>
        Assert.Equal(Verdict.DoubleSigned, Find(new SimulationOptions { Sabotage = Sabotage.ForgottenVotes }, Failed).Verdict);

    [Fact]
    public void AProposerThatDropsItsValidValueStalls() =>
        Assert.Equal(Verdict.Stalled, Find(Unobserved(core => new CoreWithoutValidValue(core)), Failed).Verdict);

    [Fact]
    public void AProposerThatDropsItsValidValueIsCaughtByWhatItSays() =>
        Assert.Equal(Verdict.Invalid, Find(Broken(core => new CoreWithoutValidValue(core)), result => result.Verdict == Verdict.Invalid).Verdict);

    [Fact]
    public void ACoreThatForgetsATimerStalls() =>
        Assert.Equal(Verdict.Stalled, Find(Broken(core => new CoreWithoutPrevoteTimer(core)), Failed).Verdict);

    [Fact]
    public void AShellThatLosesTimersStalls() =>
        Assert.Equal(Verdict.Stalled, Find(new SimulationOptions { Sabotage = Sabotage.LostTimers }, Failed).Verdict);

    private static bool Failed(SimulationResult result) => result.Verdict != Verdict.Passed;

    private static SimulationOptions Broken(Func<IConsensusCore, IConsensusCore> sabotage) =>
        new() { Alter = algorithm => new SabotagedAlgorithm(algorithm, sabotage) };

    private static SimulationOptions Unobserved(Func<IConsensusCore, IConsensusCore> sabotage) =>
        Broken(sabotage) with { ChecksRules = false };

    private SimulationResult Find(SimulationOptions options, Func<SimulationResult, bool> isCaught)
    {
        int tried = 0;
        SimulationResult? found = null;
        Parallel.For(0, Seeds, (index, loop) =>
        {
            Interlocked.Increment(ref tried);
            SimulationResult result = SimulationRun.Run(FaultMixes.Of((ulong)index), (ulong)index, options);
            if (isCaught(result) && Interlocked.CompareExchange(ref found, result, null) is null)
            {
                loop.Stop();
            }
        });
        Assert.True(found is not null, $"nothing was caught in {Seeds} seeds");
        output.WriteLine($"caught after {tried} seeds: seed {found.Seed} of mix {found.Mix}: {found.Verdict}: {found.Reason}");
        return found;
    }
}
