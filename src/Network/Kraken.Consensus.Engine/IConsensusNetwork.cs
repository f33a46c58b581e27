using Kraken.Consensus.Engine.Messages;

namespace Kraken.Consensus.Engine;

/// <summary>Carries messages to the other validators. Loss is allowed; nothing here may block or throw.</summary>
public interface IConsensusNetwork
{
    /// <summary>Sends to every connected validator.</summary>
    void Broadcast(PeerMessage message);

    /// <summary>Sends to one validator, if connected.</summary>
    void Send(ValidatorId peer, PeerMessage message);

    /// <summary>A validator did what an honest one never does: its connection may be closed for a while.</summary>
    void Penalize(ValidatorId peer, string offence);
}
