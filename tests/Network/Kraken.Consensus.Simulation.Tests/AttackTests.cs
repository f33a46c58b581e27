using System;
using System.Linq;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Simulation.Chain;
using Kraken.Consensus.Simulation.Checks;
using Kraken.Consensus.Simulation.Nodes;
using Kraken.Consensus.Tendermint;
using Xunit;

namespace Kraken.Consensus.Simulation.Tests;

/// <summary>Attacks of one faulty validator of four that once stopped or filled the honest ones, as scripts.</summary>
public sealed class AttackTests
{
    private const long RoundsOfFour = 12_000;

    [Fact]
    public void AProposalShownToOneAndLateToAnotherLeavesNobodyWithoutATimer()
    {
        using Scenario scenario = new();
        scenario.Corrupt(1, new ScriptedPeer
        {
            OnOutgoing = (peer, to, message) =>
            {
                if (message is PeerMessage.Consensus { Message: TendermintMessage.ProposalMessage { Round: 0 } })
                {
                    if (to == 0)
                    {
                        peer.Pass(to, message);
                    }
                    else if (to == 2)
                    {
                        peer.PassLater(640_000, to, message);
                    }
                }
                else if (message is not PeerMessage.Consensus)
                {
                    peer.Pass(to, message);
                }
            },
        });
        scenario.Start();
        scenario.RunUntilCommitted(3, 2 * RoundsOfFour);
    }

    [Fact]
    public void ALockOfWhichOneNodeAloneKnowsIsToldToTheOthers()
    {
        using Scenario scenario = new();
        scenario.Corrupt(3, new ScriptedPeer
        {
            // Its prevote of the first round goes to one node, and then it is silent.
            OnOutgoing = (peer, to, message) =>
            {
                if (to == 0
                    && message is PeerMessage.Consensus { Message: TendermintMessage.VoteMessage { Round: 0 } given }
                    && given.Signed.Vote.Type == VoteType.Prevote)
                {
                    peer.Pass(to, message);
                }
            },
        });

        // The proposal does not reach node 2 in the first round, so that it prevotes nil and node 1 sees no polka.
        scenario.World.Network.Filter = (from, to, bytes) =>
            !(to == 2 && scenario.World.Clock.Now < 1_300_000 && IsProposalOfRoundZero(scenario.World, bytes));
        scenario.Start();
        scenario.RunUntil(() => scenario.Count("n0", "sign #") > 0
            && scenario.Lines.Any(line => line.Contains(" n0 ", StringComparison.Ordinal)
            && line.Contains("precommit h1 r0 ", StringComparison.Ordinal)
                && !line.Contains("precommit h1 r0 nil", StringComparison.Ordinal)), 3_000, "lock of node 0");
        scenario.RunUntilCommitted(2, 2 * RoundsOfFour);
    }

    [Fact]
    public void AFloodDuringALongCheckLosesNoTimer()
    {
        using Scenario scenario = new();
        bool flooded = false;
        scenario.Corrupt(3, new ScriptedPeer
        {
            OnReceived = (peer, _, message) =>
            {
                if (!flooded && message is PeerMessage.Consensus { Message: TendermintMessage.ProposalMessage })
                {
                    flooded = true;
                    for (int i = 0; i < 5_000; i++)
                    {
                        peer.Pass(0, new PeerMessage.Status((ulong)i % 2));
                    }
                }
            },
        });
        scenario[0].Profile = NodeProfile.Clean with { Execute = 1_000_000 };
        scenario.Start();
        scenario.RunUntilCommitted(3, 2 * RoundsOfFour);
        Assert.True(flooded);
    }

    [Fact]
    public void CopiesOfALargeProposalDoNotFillTheLog()
    {
        using Scenario scenario = new();
        bool sent = false;
        scenario.Corrupt(1, new ScriptedPeer
        {
            OnOutgoing = (peer, to, message) =>
            {
                int copies = message is PeerMessage.Consensus { Message: TendermintMessage.ProposalMessage } ? 200 : 1;
                sent |= copies > 1;
                for (int i = 0; i < copies; i++)
                {
                    peer.Pass(to, message);
                }
            },
        });
        scenario.Start();
        for (ulong id = 1; id <= 3; id++)
        {
            scenario[1].Pool.Add(new SimulatedTransaction(id, TransactionKind.Usual, 10_000));
        }

        long most = 0;
        scenario.RunUntil(
            () =>
            {
                most = Math.Max(most, scenario.World.Honest.Max(node => node.Disk.Length));
                return scenario.World.Honest.All(node => node.Chain.Tip.Height >= 2);
            },
            RoundsOfFour,
            "height 2");
        Assert.True(sent && scenario[0].Chain.Includes(1));
        Assert.InRange(most, 30_000, 4 * 33_000);
    }

    [Fact]
    public void GarbageUnderAnHonestValueDoesNotSpoilIt()
    {
        using Scenario scenario = new();
        SimulatedNode proposer = scenario[1];
        PeerMessage? honest = null;
        scenario.Corrupt(3, new ScriptedPeer
        {
            OnReceived = (peer, from, message) =>
            {
                if (from == 1
                    && message is PeerMessage.Consensus { Message: TendermintMessage.ProposalMessage { Round: 0 } proposal }
                    && honest is null)
                {
                    honest = message;
                    foreach (int victim in (ReadOnlySpan<int>)[0, 2])
                    {
                        // Its own signature under the honest value, and the honest signature over other bytes.
                        peer.Pass(victim, peer.Propose(proposal.Signed.Proposal, new byte[] { 1, 2, 3 }));
                        peer.Pass(victim, new PeerMessage.Consensus(proposal with { Block = new byte[] { 1, 2, 3 } }));
                    }
                }
            },
        });

        // The honest proposal reaches the faulty node first, the others after its garbage.
        bool isHeld = true;
        scenario.World.Network.Filter = (from, to, bytes) =>
            !(isHeld && from == 1 && to is 0 or 2 && IsProposalOfRoundZero(scenario.World, bytes));
        scenario.Start();
        scenario.RunUntil(() => honest is not null, 2_000, "proposal");
        scenario.RunFor(60);
        isHeld = false;
        proposer.Process!.Connected(scenario[0].Self);
        scenario.World.Network.Send(1, 0, Wire.Write(honest!, scenario.World.Codec));
        scenario.World.Network.Send(1, 2, Wire.Write(honest!, scenario.World.Codec));
        scenario.RunUntilCommitted(1, RoundsOfFour);
        Assert.Equal(0, scenario[0].Chain.Read(1)!.Certificate.Statements[0].Statement.Slot.Round);
    }

    [Fact]
    public void AThousandProposalsAndFiftyThousandVotesCostNextToNothing()
    {
        using Scenario scenario = new();
        bool done = false;
        scenario.Corrupt(1, new ScriptedPeer
        {
            OnOutgoing = (peer, to, message) =>
            {
                peer.Pass(to, message);
                if (done
                    || to != 0
                    || message is not PeerMessage.Consensus { Message: TendermintMessage.ProposalMessage { Round: 0 } proposal })
                {
                    return;
                }

                done = true;
                SimulatedBlock block = SimulatedBlock.Decode(proposal.Block.Span)!;
                for (int i = 1; i <= 1_025; i++)
                {
                    SimulatedBlock other = block with { Timestamp = block.Timestamp + i };
                    peer.Pass(0, peer.Propose(proposal.Signed.Proposal with { Value = other.Value }, other.Encode()));
                }

                for (int i = 0; i < 50_000; i++)
                {
                    peer.PassLater(i, 0, peer.Vote(VoteType.Prevote, 1, 0, new ValueId((Kraken.Fields.Felt)(i + 7))));
                }
            },
        });
        scenario.Start();
        scenario.RunUntilCommitted(1, RoundsOfFour);
        Assert.True(done);
        Assert.InRange(scenario.Count("n0", "check #"), 1, 4);
        Assert.InRange(scenario.Count("n0", "EQUIVOCATION"), 1, 4);
    }

    [Fact]
    public void VotesOfEverHigherRoundsDoNotFillTheLog()
    {
        using Scenario scenario = new();
        scenario.Corrupt(3, new ScriptedPeer { OnOutgoing = (_, _, _) => { } });

        // The height lasts: two nodes are cut off.
        scenario.World.Network.Partition(0b0011);
        scenario.Start();
        for (int round = 20; round < 4_000; round++)
        {
            foreach (VoteType type in (ReadOnlySpan<VoteType>)[VoteType.Prevote, VoteType.Precommit])
            {
                ((ScriptedPeer)scenario[3].Strategy!).PassLater(
                    1_600_000 + (round * 1_000), 2, ((ScriptedPeer)scenario[3].Strategy!).Vote(type, 1, round, null));
            }
        }

        scenario.RunFor(7_000);
        Assert.InRange(scenario[2].Process!.Status.LogRecords, 1, 100);
        scenario.World.Network.Heal();
        scenario.RunUntilCommitted(2, 2 * RoundsOfFour);
    }

    [Fact]
    public void AReproposalWithoutItsPolkaIsNotVotedFor()
    {
        using Scenario scenario = new();
        bool proposed = false;
        scenario.Corrupt(2, new ScriptedPeer
        {
            // Its own round is 1: it claims a polka of round 0 that never was.
            OnOutgoing = (peer, to, message) =>
            {
                if (message is PeerMessage.Consensus { Message: TendermintMessage.ProposalMessage { Round: 1, Height: 1 } proposal }
                    && proposal.Signed.Proposal.Proposer == scenario[2].Self)
                {
                    proposed = true;
                    peer.Pass(to, peer.Propose(proposal.Signed.Proposal with { ValidRound = 0 }, proposal.Block));
                }
                else
                {
                    peer.Pass(to, message);
                }
            },
        });
        scenario.World.Network.Filter = (_, _, bytes) => !IsProposalOfRoundZero(scenario.World, bytes);
        scenario.Start();
        scenario.RunUntilCommitted(1, RoundsOfFour);
        Assert.True(proposed);
        Assert.True(scenario[0].Chain.Read(1)!.Certificate.Statements[0].Statement.Slot.Round >= 2);
    }

    [Fact]
    public void AFloodOfRequestsForABlockIsAnsweredOnceAReminder()
    {
        using Scenario scenario = new();
        ScriptedPeer flooder = scenario.Corrupt(3, new ScriptedPeer());
        scenario.Start();
        scenario.RunUntil(
            () => scenario.Count("n1", "<- proposal h1 r0") + scenario.Count("n0", "<- proposal h1 r0") > 0, 3_000, "proposal");
        for (int i = 0; i < 2_000; i++)
        {
            flooder.Pass(0, new PeerMessage.CarrierRequest(1, 0));
        }

        scenario.RunUntilCommitted(1, RoundsOfFour);
        Assert.InRange(scenario.Lines.Count(line =>
            line.Contains(" n0 ", StringComparison.Ordinal) && line.Contains("-> n3 proposal", StringComparison.Ordinal)), 0, 3);
    }

    [Fact]
    public void AProposalThatArrivedBeforeASkipIsVotedFor()
    {
        using Scenario scenario = new();
        scenario.Corrupt(1, new ScriptedPeer
        {
            // It withholds its proposal and votes nil, so that the first round fails and the second needs all others.
            OnOutgoing = (peer, to, message) =>
            {
                if (message is PeerMessage.Consensus { Message: TendermintMessage.VoteMessage { Signed.Vote: { } vote } }
                    && vote.Validator == scenario[1].Self)
                {
                    peer.Pass(to, peer.Vote(vote.Type, vote.Height, vote.Round, vote.Round <= 1 ? null : vote.Value));
                }
                else if (message is not PeerMessage.Consensus { Message: TendermintMessage.ProposalMessage { Round: 0 } })
                {
                    peer.Pass(to, message);
                }
            },
            OnReceived = (peer, _, message) =>
            {
                if (message is PeerMessage.Consensus { Message: TendermintMessage.VoteMessage { Round: 0, Signed.Vote: { } vote } }
                    && vote is { Value: null, Type: VoteType.Prevote })
                {
                    peer.Pass(0, peer.Vote(VoteType.Prevote, vote.Height, 0, null));
                    peer.Pass(2, peer.Vote(VoteType.Prevote, vote.Height, 0, null));
                }
            },
        });

        // Node 3 waits for the first proposal far longer than the others, and hears their votes late.
        scenario[3].Profile = NodeProfile.Clean with { ClockPace = 3 };
        long toldAt = long.MaxValue;
        scenario.World.Network.Filter = (_, to, bytes) =>
            !(to == 3 && scenario.World.Clock.Now < toldAt && Wire.ReadMessage(bytes, scenario.World.Codec)
            is PeerMessage.Consensus { Message: TendermintMessage.VoteMessage or TendermintMessage.PolkaMessage });
        scenario.Start();
        scenario.RunUntil(() => scenario.Count("n3", "<- proposal h1 r1") > 0, 4_000, "proposal of round 1 at node 3");
        Assert.Equal(0, scenario[3].Process!.Status.Round);
        scenario.RunFor(100);
        toldAt = scenario.World.Clock.Now;
        scenario.RunUntil(() => scenario.Count("n3", "prevote h1 r1") > 0, 2_000, "prevote of node 3 in round 1");
        Assert.Equal(0, scenario.Count("n3", "sign #1 prevote h1 r1 nil"));
        Assert.DoesNotContain(scenario.Lines, line =>
            line.Contains(" n3 ", StringComparison.Ordinal) && line.Contains("-> all prevote h1 r1 nil of n3", StringComparison.Ordinal));
        scenario.RunUntilCommitted(1, RoundsOfFour);
    }

    [Fact]
    public void AnInvalidProposalInOnesOwnNameIsNotVotedFor()
    {
        // Node 4 has the key of node 1 and proposes in its name; the real one fails to build a block of its own.
        using Scenario scenario = new(instances: [0, 1, 2, 3, 1]);
        scenario[1].IsTwin = true;
        ValueId? bad = null;
        scenario.Corrupt(4, new ScriptedPeer
        {
            OnOutgoing = (peer, to, message) =>
            {
                if (message is PeerMessage.Consensus { Message: TendermintMessage.ProposalMessage { Round: 0 } proposal } && bad is null)
                {
                    SimulatedBlock block = SimulatedBlock.Decode(proposal.Block.Span)! with { State = 99 };
                    bad = block.Value;
                    foreach (int victim in (ReadOnlySpan<int>)[0, 1, 2, 3])
                    {
                        peer.Pass(victim, peer.Propose(proposal.Signed.Proposal with { Value = block.Value }, block.Encode()));
                    }
                }
            },
        });
        scenario[1].Profile = NodeProfile.Clean with { Execute = 200_000 };
        scenario[1].Pool.Add(new SimulatedTransaction(77, TransactionKind.Poison, 10));
        scenario.Start();
        scenario.RunUntilCommitted(2, 2 * RoundsOfFour);
        Assert.NotNull(bad);
        Assert.True(scenario.Count("n1", "check #") > 0, "node 1 executed nothing");
        Assert.Equal(0, scenario.Count("n1", "prevote h1 r0 " + TraceText.Short(bad)));
        Assert.NotEqual(bad, scenario[0].Chain.Read(1)!.Certificate.Value);
    }

    private static bool IsProposalOfRoundZero(World world, byte[] bytes) =>
        Wire.ReadMessage(
            bytes, world.Codec) is PeerMessage.Consensus { Message: TendermintMessage.ProposalMessage { Round: 0, Height: 1 } };
}
