using System;
using System.Collections.Generic;
using System.Diagnostics.Metrics;
using System.Linq;
using Kraken.Consensus.Engine.Machine;
using Kraken.P2P;

namespace Kraken.Node.Operating;

/// <summary>
/// Where a validator stands, for operators: read when it is asked for. Labels are words of this code and names of the genesis file, of
/// which there are at most as many as validators.
/// </summary>
internal sealed class NodeMeter : IDisposable
{
    private readonly Meter meter = new("Kraken.Node");
    private readonly NodeParts parts;
    private readonly MissedVotes missed;

    /// <summary>Begins to answer.</summary>
    /// <param name="parts">The running node.</param>
    public NodeMeter(NodeParts parts)
    {
        this.parts = parts;
        missed = new MissedVotes(parts);
        AddConsensus();
        AddPeers();
        AddTransactions();
        ChainMeter.Add(meter, parts.Folder, parts.Store, parts.Natives, () => Status.Claimed);
        if (parts.L1 is { } l1)
        {
            L1Meter.Add(meter, l1);
        }
    }

    private EngineStatus Status => parts.Engine.Status;

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();

    private void AddConsensus()
    {
        Gauge("consensus_height", "Height that is being decided.", () => Status.Height);
        Gauge("consensus_round", "Round of it, -1 between heights.", () => Status.Round);
        meter.CreateObservableGauge(
            "consensus_step", () => new Measurement<long>(1, Label("step", Status.Step)), null, "1 at the step of the round.");
        Gauge("consensus_halted", "1 where this validator takes no part any more.", () => Status.Halted is null ? 0 : 1);
        Gauge("consensus_abstains", "1 where it says nothing at this height.", () => Status.Abstains is null ? 0 : 1);
        Gauge("committee_size", "Validators of the chain.", () => parts.Genesis.Validators.Length);
        meter.CreateObservableGauge(
            "stake_weight", () => parts.Genesis.Validators.Select(member => Of(member.Weight, "validator", member.Name)), null,
            "Weight of a validator.");
        meter.CreateObservableCounter(
            "consensus_missed_votes_total", missed.Measure, null,
            "Blocks since the start of the process whose certificate has no vote of a validator: two thirds suffice for one.");
        Gauge("consensus_certificate_weight", "Weight of those whose votes the latest block's certificate has.", missed.LatestWeight);
        Gauge("verify_queue_length", "Messages whose signatures are being checked.", () => Status.Verifications);
        Gauge("core_queue_length", "Events and messages that wait for the consensus machine.", () => parts.Engine.WaitingEvents);
        Gauge("consensus_held_bytes", "Bytes of blocks that consensus holds.", () => Status.HeldBytes);
        Gauge("wal_bytes", "Bytes of the consensus log of this height, about.", () => Status.LogBytes);
        Gauge("disk_trouble", "1 while the disk refuses what must be written.", () => parts.Engine.DiskTrouble is null ? 0 : 1);
    }

    private void AddPeers()
    {
        Gauge("peers", "Validators that are connected, this one not counted.", () => parts.Peers.ConnectedPeers.Count);
        meter.CreateObservableGauge(
            "peer_weight_connected_ratio", () => parts.ConnectedWeight, null,
            "Share of the committee's weight that is connected, this node's own included.");
        meter.CreateObservableGauge(
            "peer_connected", () => OfPeers(link => link.IsConnected ? 1 : 0), null, "1 where a validator is connected.");
        meter.CreateObservableCounter(
            "peer_offences_total", () => OfPeers(link => link.Offences), null, "Offences of a validator since the start.");
        meter.CreateObservableGauge(
            "net_queued_bytes", () => OfPeers(link => link.QueuedBytes), null, "Bytes of messages that wait, both ways, by peer.");
        Count("net_bytes_total", "Bytes of whole messages, by channel and direction.", of => (of.SentBytes, of.ReceivedBytes));
        Count("net_messages_total", "Whole messages, by channel and direction.", of => (of.SentMessages, of.ReceivedMessages));
        Count("net_dropped_total", "Messages without room, by channel and direction.", of => (of.SendDropped, of.ReceiveDropped));
    }

    private void AddTransactions()
    {
        Gauge("mempool_txs", "Transactions that wait for a block.", () => parts.Pool.Count);
        Gauge("mempool_bytes", "Memory that they take.", () => parts.Pool.Bytes);
        Gauge("mempool_max_txs", "The most transactions that may wait.", () => parts.PoolLimits.Capacity);
        Gauge("mempool_max_bytes", "The most memory that they may take.", () => parts.PoolLimits.MaxBytes);
        meter.CreateObservableCounter(
            "drafted_txs_total",
            () => (Measurement<long>[])[Of(parts.Drafts.Used, "result", "used"), Of(parts.Drafts.Wasted, "result", "wasted")],
            null, "Transactions executed before a block was asked for, by result.");
    }

    private static KeyValuePair<string, object?> Label(string name, string value) => new(name, value);

    private static Measurement<long> Of(ulong value, string name, string label) => Of(checked((long)value), name, label);

    private static Measurement<long> Of(long value, string name, string label) => new(value, Label(name, label));

    private void Gauge(string name, string description, Func<long> value) =>
        meter.CreateObservableGauge(name, value, null, description);

    private void Gauge(string name, string description, Func<ulong> value) =>
        meter.CreateObservableGauge(name, () => checked((long)value()), null, description);

    private IEnumerable<Measurement<long>> OfPeers(Func<LinkStatistics, long> value)
    {
        Dictionary<PeerId, string> names =
            parts.Genesis.Validators.ToDictionary(validator => new PeerId(validator.Id.Address), validator => validator.Name);
        return parts.Peers.Statistics.Select(link => Of(value(link), "peer", names[link.Peer]));
    }

    private void Count(string name, string description, Func<ChannelStatistics, (long Sent, long Received)> value) =>
        meter.CreateObservableCounter(name, () => OfChannels(value), null, description);

    private IEnumerable<Measurement<long>> OfChannels(Func<ChannelStatistics, (long Sent, long Received)> value)
    {
        IReadOnlyList<LinkStatistics> links = parts.Peers.Statistics;
        foreach ((string channel, Func<LinkStatistics, ChannelStatistics> of) in Channels)
        {
            yield return new(links.Sum(link => value(of(link)).Sent), Label("channel", channel), Label("direction", "out"));
            yield return new(links.Sum(link => value(of(link)).Received), Label("channel", channel), Label("direction", "in"));
        }
    }

    private static IEnumerable<(string Name, Func<LinkStatistics, ChannelStatistics> Of)> Channels =>
    [
        ("votes", link => link.Votes), ("blocks", link => link.Blocks), ("transactions", link => link.Transactions),
        ("drafts", link => link.Drafts),
    ];
}
