using System;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Consensus.Engine.Keys;
using Kraken.Consensus.Simulation.Checks;
using Kraken.Consensus.Simulation.Faults;
using Kraken.Consensus.Simulation.Nodes;
using Kraken.Consensus.Tendermint;
using Xunit;

namespace Kraken.Consensus.Simulation.Tests;

/// <summary>What is broken on purpose is found within a thousand seeds: a simulator that finds nothing would prove nothing.</summary>
public sealed class SabotageTests(ITestOutputHelper output)
{
    private const int Seeds = 1_000;

    [Fact]
    public void ACoreWithoutLocksForks() =>
        Assert.Equal(
            Verdict.Forked, Find(Unobserved(core => new CoreWithoutLock(core)), result => result.Verdict == Verdict.Forked).Verdict);

    [Fact]
    public void ACoreWithoutLocksIsCaughtByWhatItSays() =>
        Assert.Equal(Verdict.Invalid, Find(Broken(core => new CoreWithoutLock(core)), Failed).Verdict);

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
        Assert.Equal(
            Verdict.Invalid, Find(Broken(core => new CoreWithoutValidValue(core)), result => result.Verdict == Verdict.Invalid).Verdict);

    [Fact]
    public void ACoreThatDoesNotTellOfEarlierQuorumsStalls() =>
        Assert.Equal("blind-node", Find(Broken(core => new CoreWithoutEarlierQuorums(core)), Failed).Mix);

    [Fact]
    public void ACoreThatForgetsATimerStalls() =>
        Assert.Equal(Verdict.Stalled, Find(Broken(core => new CoreWithoutPrevoteTimer(core)), Failed).Verdict);

    [Fact]
    public void AShellThatLosesTimersStalls() =>
        Assert.Equal(Verdict.Stalled, Find(new SimulationOptions { Sabotage = Sabotage.LostTimers }, Failed).Verdict);

    [Fact]
    public void ACoreThatPrevotesForPolkasOlderThanItsLockIsCaughtByWhatItSays() =>
        Find(Broken(core => new CoreThatTakesOldPolkas(core)), result => result.Reason.Contains("L28", StringComparison.Ordinal));

    [Fact]
    public void ACertificateOfAThirdIsCaught() =>
        Find(Altered(algorithm => new AlgorithmOfAThird(algorithm)), result => result.Reason.Contains("L49", StringComparison.Ordinal));

    [Fact]
    public void ACoreThatCountsVotesTwiceIsCaught() =>
        Find(Broken(core => new CoreThatCountsVotesTwice(core)), result => result.Verdict == Verdict.Invalid);

    [Fact]
    public void ACoreThatPrevotesInvalidBlocksIsCaught() =>
        Find(Broken(core => new CoreThatTakesInvalidBlocks(core)), result => result.Verdict is Verdict.Invalid or Verdict.OutOfBounds);

    [Fact]
    public void ACoreThatDoesNotWaitForAPolkaIsCaughtByWhatItSays() =>
        Find(Broken(core => new CoreThatDoesNotWait(core)), result => result.Reason.Contains("L61", StringComparison.Ordinal));

    [Fact]
    public void ACoreThatNeverLeavesARoundStalls() =>
        Find(Broken(core => new CoreThatStaysInItsRound(core)), result => result.Verdict == Verdict.Stalled);

    [Fact]
    public void ACoreWithoutPrecommitTimersStalls() =>
        Find(Broken(core => new CoreWithoutPrecommitTimer(core)), result => result.Verdict == Verdict.Stalled);

    [Theory]
    [InlineData("chain")]
    [InlineData("genesis")]
    [InlineData("epoch")]
    [InlineData("type")]
    [InlineData("round")]
    [InlineData("height")]
    [InlineData("value")]
    [InlineData("digest")]
    public void WhatIsNotSignedIsCaught(string unsigned)
    {
        SigningDomain Domain(SigningDomain domain) => unsigned switch
        {
            "chain" => domain with { ChainId = "" },
            "genesis" => domain with { GenesisHash = default },
            "epoch" => domain with { Epoch = 0 },
            _ => domain,
        };
        Statement Said(Statement said) => (unsigned, said) switch
        {
            ("type", Vote vote) => vote with { Type = VoteType.Prevote },
            ("round", Vote vote) => vote with { Round = 0 },
            ("height", Vote vote) => vote with { Height = 0 },
            ("value", Vote vote) => vote with { Value = null },
            ("digest", Proposal proposal) => proposal with { Digest = default },
            _ => said,
        };
        Find(
            Altered(algorithm => new AlgorithmThatSignsLess(algorithm, Domain, Said)),
            result => result.Reason.Contains(unsigned == "digest" ? "believes Proposal" : "believes Vote", StringComparison.Ordinal));
    }

    [Fact]
    public void ASignatureThatIsNotCheckedIsCaught() =>
        Find(new SimulationOptions { AlterVerifier = _ => new CredulousVerifier() }, result =>
            result.Reason.Contains("nobody said", StringComparison.Ordinal));

    [Fact]
    public void ASyncThatFailedAndIsRepeatedIsCaught() =>
        Find(new SimulationOptions { AlterStorage = disk => new DiskWhoseSyncsAreRepeated(disk) }, IsUnsafe);

    [Fact]
    public void ALogThatIsNotSyncedIsCaught() =>
        Find(new SimulationOptions { AlterStorage = disk => new DiskThatIsNotSynced(disk) }, IsUnsafe);

    [Fact]
    public void AGuardThatIsKeptInMemoryIsCaught() =>
        Find(new SimulationOptions { AlterStorage = disk => new DiskWithoutGuard(disk) }, result => result.Verdict == Verdict.DoubleSigned);

    private static bool IsUnsafe(SimulationResult result) => result.Verdict is Verdict.Invalid or Verdict.DoubleSigned or Verdict.Forked;

    private static bool Failed(SimulationResult result) => result.Verdict != Verdict.Passed;

    private static SimulationOptions Altered(Func<IConsensusAlgorithm, IConsensusAlgorithm> sabotage) => new() { Alter = sabotage };

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

    private sealed class CredulousVerifier : ISignatureVerifier
    {
        public bool Verify(ValidatorId validator, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) => true;
    }
}
