using System;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Simulation.Storage;
using Xunit;

namespace Kraken.Consensus.Simulation.Tests;

/// <summary>What one faulty validator of four can do to a node that lags behind.</summary>
public sealed class LaggingNodeTests
{
    private const long Reminder = 500;

    [Fact]
    public void APeerThatKeepsItsBlocksDelaysTheCatchUpOnce() => CatchUp((_, _, _) => { }, 5 * Reminder);

    [Fact]
    public void APeerThatAnswersWithOtherBytesUnderTheGenuineCertificateHaltsNobody() =>
        CatchUp(
            (peer, to, decided) => peer.Pass(to, new PeerMessage.Decided(decided.Block with { Bytes = new byte[] { 1, 2, 3 } })),
            3 * Reminder);

    [Fact]
    public void APeerThatAnswersAtTheLastMomentIsSoonAskedLast() =>
        CatchUp((peer, to, decided) => peer.PassLater(2 * Reminder * 1_000, to, decided), 8 * Reminder);

    [Fact]
    public void ACertificateOfTooFewIsNoAnswer() =>
        CatchUp(
            (peer, to, decided) =>
            {
                Tendermint.CommitCertificate certificate = (Tendermint.CommitCertificate)decided.Block.Certificate;
                peer.Pass(to, new PeerMessage.Decided(
                    decided.Block with { Certificate = certificate with { Precommits = [certificate.Precommits[0]] } }));
            },
            3 * Reminder);

    /// <summary>Node 2 misses a dozen heights; node 0, which is asked first for its address, answers as told.</summary>
    private static void CatchUp(Action<ScriptedPeer, int, PeerMessage.Decided> answer, long milliseconds)
    {
        using Scenario scenario = new();
        scenario.Corrupt(0, new ScriptedPeer
        {
            OnOutgoing = (peer, to, message) =>
            {
                if (message is PeerMessage.Decided decided)
                {
                    answer(peer, to, decided);
                }
                else
                {
                    peer.Pass(to, message is PeerMessage.Status ? new PeerMessage.Status(ulong.MaxValue) : message);
                }
            },
        });
        scenario.Start();
        scenario.RunUntilCommitted(1, 20_000);
        scenario[2].Crash(TailLoss.None);
        scenario.RunUntil(
            () => scenario[1].Chain.Tip.Height >= 13 && scenario[3].Chain.Tip.Height >= 13, 200_000, "height 13 without node 2");
        scenario[2].Start();
        scenario.RunUntil(() => scenario[2].Chain.Tip.Height >= 13, milliseconds, "height 13 at node 2");
        Assert.Null(scenario[2].Process!.Halted);
    }
}
