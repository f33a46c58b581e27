using System.Collections.Generic;
using Kraken.Consensus.Engine.Messages;

namespace Kraken.Consensus.Engine.Machine;

/// <summary>Why a message's signatures are checked.</summary>
internal enum VerificationPurpose
{
    /// <summary>The core wants it.</summary>
    Input,

    /// <summary>It would begin the height.</summary>
    Opening,

    /// <summary>It contradicts what its author said before.</summary>
    Evidence,

    /// <summary>It is a block that the committee is said to have decided.</summary>
    Decided,

    /// <summary>It carries the decided block that a crash lost.</summary>
    Missing,
}

/// <summary>
/// The messages whose signatures are being checked. Each peer may have so many statements in it: a flood of one waits for itself.
/// </summary>
internal sealed class Verifications(EngineLimits limits)
{
    private readonly Dictionary<long, (ValidatorId Peer, PeerMessage Message, VerificationPurpose Purpose)> pending = [];
    private readonly Dictionary<ValidatorId, int> statements = [];

    public int Count => pending.Count;

    public bool TryAdd(long ticket, ValidatorId peer, PeerMessage message, VerificationPurpose purpose)
    {
        int load = statements.GetValueOrDefault(peer) + StatementsOf(message);
        if (load > limits.VerificationsPerPeer && statements.GetValueOrDefault(peer) > 0)
        {
            return false;
        }

        statements[peer] = load;
        pending.Add(ticket, (peer, message, purpose));
        return true;
    }

    public (ValidatorId Peer, PeerMessage Message, VerificationPurpose Purpose)? Take(long ticket)
    {
        if (!pending.Remove(ticket, out (ValidatorId Peer, PeerMessage Message, VerificationPurpose Purpose) taken))
        {
            return null;
        }

        statements[taken.Peer] -= StatementsOf(taken.Message);
        return taken;
    }

    private static int StatementsOf(PeerMessage message) => message switch
    {
        PeerMessage.Consensus consensus => consensus.Message.Statements.Count,
        PeerMessage.Decided decided => decided.Block.Certificate.Statements.Count,
        _ => 0,
    };
}
