using System;
using System.Collections.Generic;
using System.Linq;

namespace Kraken.Consensus.Engine.Machine;

/// <summary>
/// How far the peers say they are, and the one request for a decided block that is on its way. What a peer claims costs a request at
/// most: its block counts by its certificate only. Who kept this node waiting before is asked after the others.
/// </summary>
internal sealed class BlockSources
{
    // A block is on its way for a few reminders at most; then another peer is asked.
    private const int Patience = 3;

    private readonly SortedDictionary<ValidatorId, ulong> claims = [];
    private readonly SortedDictionary<ValidatorId, ulong> told = [];
    private readonly HashSet<ValidatorId> failed = [];
    private readonly Dictionary<ValidatorId, int> delays = [];
    private int waited;

    /// <summary>Whom a block was asked of; null when nothing is on its way.</summary>
    public ValidatorId? Asked { get; private set; }

    /// <summary>True while the asked peer's block is looked at: no other is wanted.</summary>
    public bool IsJudging { get; set; }

    /// <summary>Peers whose block of this height carried a valid certificate and did not execute to it.</summary>
    public HashSet<ValidatorId> Contradicted { get; } = [];

    public void Heard(ValidatorId peer, ulong committed)
    {
        if (committed > claims.GetValueOrDefault(peer))
        {
            claims[peer] = committed;
        }

        told[peer] = Math.Max(committed, told.GetValueOrDefault(peer));
    }

    /// <summary>The highest height that peers with an honest one among them ever claimed; zero when so few claimed any.</summary>
    public ulong Claimed(Committee committee)
    {
        UInt128 weight = 0;
        foreach ((ValidatorId peer, ulong height) in told.OrderByDescending(claim => claim.Value))
        {
            weight += committee.Weight(peer);
            if (committee.HasHonest(weight))
            {
                return height;
            }
        }

        return 0;
    }

    /// <summary>The peer to ask for a block of a height now; null when none has it or one was asked already.</summary>
    public ValidatorId? Choose(ulong height)
    {
        if (Asked is not null)
        {
            return null;
        }

        List<ValidatorId> able = [.. claims.Where(claim => claim.Value >= height).Select(claim => claim.Key)];
        if (able.Count > 0 && able.TrueForAll(failed.Contains))
        {
            failed.Clear();
        }

        // Over all heights a peer can keep this node waiting little longer than the best of the others did.
        foreach (ValidatorId peer in able.Where(peer => !failed.Contains(peer)).OrderBy(DelayOf).Take(1))
        {
            Asked = peer;
        }

        waited = 0;
        return Asked;
    }

    /// <summary>The asked peer did not help: the next one is asked.</summary>
    public void GiveUp()
    {
        if (Asked is { } peer)
        {
            failed.Add(peer);
            delays[peer] = DelayOf(peer) + Patience;

            // It may have claimed what it does not have; its next status says anew.
            claims.Remove(peer);
        }

        Asked = null;
        IsJudging = false;
    }

    public void Remind()
    {
        if (Asked is not { } peer || IsJudging)
        {
            return;
        }

        if (++waited >= Patience)
        {
            GiveUp();
        }
        else
        {
            delays[peer] = DelayOf(peer) + 1;
        }
    }

    /// <summary>A height was committed: whatever was asked is of the past.</summary>
    public void Committed()
    {
        Asked = null;
        IsJudging = false;
        failed.Clear();
        Contradicted.Clear();
    }

    /// <summary>
    /// The reminders that passed while this peer was asked, and as many for each answer that was of no use; it never falls.
    /// </summary>
    private int DelayOf(ValidatorId peer) => delays.GetValueOrDefault(peer);
}
