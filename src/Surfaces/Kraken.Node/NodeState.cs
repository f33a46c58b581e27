using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using Kraken.Consensus.Engine.Machine;
using Kraken.P2P;
using Kraken.Rpc;
using Kraken.Starknet.Blocks;

namespace Kraken.Node;

/// <summary>What a node says of itself on its status page.</summary>
internal sealed class NodeState(NodeParts parts)
{
    public NodeStatus Describe()
    {
        BlockHeader? latest = parts.Store.Header(parts.Height);
        CultureInfo culture = CultureInfo.InvariantCulture;
        EngineStatus consensus = parts.Engine.Status;
        string standing = consensus.Halted is { } halted ? $", halted: {halted}"
            : consensus.Abstains is { } why ? $", abstains: {why}"
            : "";
        long dropped = parts.Engine.DroppedMessages
            + parts.Peers.Statistics.Sum(link => link.Votes.ReceiveDropped
                + link.Blocks.ReceiveDropped
                + link.Transactions.ReceiveDropped
                + link.Drafts.ReceiveDropped);
        ImmutableArray<string> connected = [.. parts.Genesis.Validators.Where(validator =>
            parts.Peers.ConnectedPeers.Contains(new PeerId(validator.Id.Address))).Select(validator => validator.Name)];
        return new NodeStatus(
            parts.Own.Name,
            "validator",
            connected,
            [
                ("State root", latest?.StateRoot.ToString() ?? "-"),
                ("States held", string.Create(culture, $"blocks {parts.Store.OldestState} to {parts.Height}")),
                ("Consensus", string.Create(
                    culture, $"height {consensus.Height}, round {consensus.Round}, step {consensus.Step}{standing}")),
                ("Validators", parts.Genesis.Validators.Length.ToString(culture)),
                ("Waiting transactions", parts.Pool.Count.ToString(culture)),
                ("Drafted transactions", string.Create(culture, $"{parts.Drafts.Used} used, {parts.Drafts.Wasted} in vain")),
                ("Dropped messages", dropped.ToString(culture)),
                ("Native classes", parts.Natives is not { } natives ? "none: contracts run on the virtual machine" : string.Create(
                    culture, $"{natives.Count}, about {natives.Bytes >> 20} MiB; {natives.Compilations} compiled since the start")),
            ]);
    }
}
