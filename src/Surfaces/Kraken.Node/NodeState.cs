using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using Kraken.Consensus.Engine;
using Kraken.Consensus.Engine.Machine;
using Kraken.Execution.Native;
using Kraken.Mempool;
using Kraken.Node.Configuration;
using Kraken.P2P;
using Kraken.Rpc;
using Kraken.Sequencer.Drafting;
using Kraken.Starknet.Blocks;
using Kraken.State.Store;

namespace Kraken.Node;

/// <summary>What a node says of itself on its status page.</summary>
internal sealed class NodeState(
    string name,
    ChainStore store,
    TransactionPool pool,
    PeerNetwork peers,
    ConsensusEngine engine,
    NativeClasses? natives,
    GenesisFile genesis,
    Drafts drafts)
{
    public string Name => name;

    public ulong Height => store.LatestNumber ?? 0;

    public NodeStatus Describe()
    {
        BlockHeader? latest = store.Header(Height);
        CultureInfo culture = CultureInfo.InvariantCulture;
        EngineStatus consensus = engine.Status;
        string standing = consensus.Halted is { } halted ? $", halted: {halted}"
            : consensus.Abstains is { } why ? $", abstains: {why}"
            : "";
        long dropped = engine.DroppedMessages
            + peers.Statistics.Sum(link => link.Votes.ReceiveDropped
                + link.Blocks.ReceiveDropped
                + link.Transactions.ReceiveDropped
                + link.Drafts.ReceiveDropped);
        ImmutableArray<string> connected = [.. genesis.Validators.Where(validator =>
            peers.ConnectedPeers.Contains(new PeerId(validator.Id.Address))).Select(validator => validator.Name)];
        return new NodeStatus(
            name,
            "validator",
            connected,
            [
                ("State root", latest?.StateRoot.ToString() ?? "-"),
                ("States held", string.Create(culture, $"blocks {store.OldestState} to {Height}")),
                ("Consensus", string.Create(
                    culture, $"height {consensus.Height}, round {consensus.Round}, step {consensus.Step}{standing}")),
                ("Validators", genesis.Validators.Length.ToString(culture)),
                ("Waiting transactions", pool.Count.ToString(culture)),
                ("Drafted transactions", string.Create(culture, $"{drafts.Used} used, {drafts.Wasted} in vain")),
                ("Dropped messages", dropped.ToString(culture)),
                ("Native classes", natives is null ? "none: contracts run on the virtual machine" : string.Create(
                    culture, $"{natives.Count}, about {natives.Bytes >> 20} MiB; {natives.Compilations} compiled since the start")),
            ]);
    }
}
