using System.Collections.Generic;
using System.Linq;

namespace Kraken.Consensus.Engine.Machine;

/// <summary>
/// Messages of heights that have not begun, unverified. Each peer has room of its own, so none can use up another's; what finds no room
/// is repeated by its sender once the height has begun.
/// </summary>
internal sealed class EarlyMessages(EngineLimits limits)
{
    private readonly SortedDictionary<ValidatorId, List<ConsensusMessage>> byPeer = [];

    public int Count => byPeer.Values.Sum(messages => messages.Count);

    public long Bytes => byPeer.Values.SelectMany(messages => messages).Sum(BytesOf);

    public void Keep(ValidatorId peer, ConsensusMessage message)
    {
        if (!byPeer.TryGetValue(peer, out List<ConsensusMessage>? messages))
        {
            messages = [];
            byPeer.Add(peer, messages);
        }

        if (messages.Count < limits.EarlyMessagesPerPeer && messages.Sum(BytesOf) + BytesOf(message) <= limits.EarlyBytesPerPeer)
        {
            messages.Add(message);
        }
    }

    /// <summary>The peers that sent something of a height: they have begun it.</summary>
    public IEnumerable<ValidatorId> PeersAt(ulong height) =>
        byPeer.Where(entry => entry.Value.Exists(message => message.Height == height)).Select(entry => entry.Key);

    /// <summary>What is kept of a height, by peer.</summary>
    public IEnumerable<(ValidatorId Peer, ConsensusMessage Message)> At(ulong height) =>
        byPeer.SelectMany(entry => entry.Value.Where(message => message.Height == height).Select(message => (entry.Key, message)));

    /// <summary>Takes the messages of a height out, and drops those of lower heights.</summary>
    public IReadOnlyList<(ValidatorId Peer, ConsensusMessage Message)> Take(ulong height)
    {
        List<(ValidatorId Peer, ConsensusMessage Message)> taken = [.. At(height)];
        foreach (List<ConsensusMessage> messages in byPeer.Values)
        {
            messages.RemoveAll(message => message.Height <= height);
        }

        return taken;
    }

    /// <summary>Drops the messages of lower heights: catching up passes heights that never begin here.</summary>
    public void DropBelow(ulong height)
    {
        foreach (List<ConsensusMessage> messages in byPeer.Values)
        {
            messages.RemoveAll(message => message.Height < height);
        }
    }

    /// <summary>Forgets what a peer sent.</summary>
    public void Drop(ValidatorId peer) => byPeer.Remove(peer);

    private static long BytesOf(ConsensusMessage message) => message.Carried?.Bytes.Length ?? 0;
}
