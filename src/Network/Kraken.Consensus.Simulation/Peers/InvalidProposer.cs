using System;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Simulation.Chain;
using Kraken.Consensus.Simulation.Clock;
using Kraken.Consensus.Tendermint;
using Kraken.Fields;

namespace Kraken.Consensus.Simulation.Peers;

/// <summary>
/// Proposes blocks that must not be accepted: a wrong state, another's name, a time ahead, a transaction
/// twice, one that ends its execution.
/// </summary>
/// <param name="bad">What the bad transaction does.</param>
internal sealed class InvalidProposer(TransactionKind bad) : PeerStrategy
{
    private Proposal? proposed;
    private PeerMessage? instead;

    public override void Outgoing(int to, PeerMessage message)
    {
        if (message is PeerMessage.Consensus { Message: TendermintMessage.ProposalMessage own }
            && own.Signed.Proposal is { ValidRound: < 0 } proposal
            && proposal.Proposer == Self
            && SimulatedBlock.Decode(own.Block.Span) is { } block)
        {
            if (proposed != proposal)
            {
                proposed = proposal;
                SimulatedBlock spoilt = Spoil(block);
                instead = Numbers.Chance(0.7) ? ProposalOf(proposal with { Value = spoilt.Value }, spoilt.Encode()) : message;
            }

            Send(to, instead!);
            if (instead != message && instead is PeerMessage.Consensus { Message.Carried: { } carried })
            {
                Send(to, VoteOf(VoteType.Prevote, proposal.Height, proposal.Round, carried.Value));
                Send(to, VoteOf(VoteType.Precommit, proposal.Height, proposal.Round, carried.Value));
            }

            return;
        }

        Send(to, message);
    }

    private SimulatedBlock Spoil(SimulatedBlock block)
    {
        SimulatedTransaction poison = new(1_000_000 + (Numbers.Next() % 1_000_000), bad, 10);
        switch (Numbers.Below(6))
        {
            case 0:
                return block with { State = (Felt)Numbers.Next() };
            case 1:
                return block with { Builder = Numbers.Pick(World.Committee.Validators) };
            case 2:
                return block with { Timestamp = block.Timestamp + SimulatedChain.MaxClockLead + (10 * Microseconds.PerSecond) };
            case 3 when block.Transactions.Count > 0:
                SimulatedTransaction[] twice = [.. block.Transactions, block.Transactions[0]];
                return block with { Transactions = twice.AsSpan(0, Math.Min(twice.Length, SimulatedBlock.MaxTransactions)).ToArray() };
            default:
                return block with { Transactions = [poison] };
        }
    }
}
