using Kraken.Consensus.Engine.Messages;

namespace Kraken.Consensus.Engine;

/// <summary>Carries messages to the other validators; loss is allowed, order per peer is kept.</summary>
public interface IConsensusNetwork
{
    /// <summary>Sends to every connected validator.</summary>
    void Broadcast(ConsensusMessage message);

    /// <summary>Sends to one validator, if connected.</summary>
    void Send(ValidatorId peer, ConsensusMessage message);
}
