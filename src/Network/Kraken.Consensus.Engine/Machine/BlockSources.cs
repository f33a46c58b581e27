using System.Collections.Generic;
using System.Linq;

namespace Kraken.Consensus.Engine.Machine;

/// <summary>
/// How far the peers say they are, and the one request for a decided block that is on its way. What a peer claims costs a request at
/// most: its block counts by its certificate only.
/// </summary>
internal sealed class BlockSources
{
    // A block is on its way for a few reminders at most; then another peer is asked.
    private const int Patience = 3;

    private readonly SortedDictionary<ValidatorId, ulong> claims = [];
    private readonly HashSet<ValidatorId> failed = [];
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

        int index = able.FindIndex(peer => !failed.Contains(peer));
        Asked = index < 0 ? null : able[index];
        waited = 0;
        return Asked;
    }

    /// <summary>The asked peer did not help: the next one is asked.</summary>
    public void GiveUp()
    {
        if (Asked is { } peer)
        {
            failed.Add(peer);

            // It may have claimed what it does not have; its next status says anew.
            claims.Remove(peer);
        }

        Asked = null;
        IsJudging = false;
    }

    public void Remind()
    {
        if (Asked is not null && !IsJudging && ++waited >= Patience)
        {
            GiveUp();
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
}
