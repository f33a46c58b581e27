using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.Fields;
using Kraken.Proofs.Ranges;

namespace Kraken.Watcher.Ranges;

/// <summary>Keeps the part of the status about proofs of blocks. For one thread; what it tells is immutable.</summary>
internal sealed class RangeBoard
{
    private const int MaxListed = 50;

    // Of the blocks that an earlier process named, so many are looked at for those that differ.
    private const int MaxRead = 1000;

    private readonly RangeProofStore store;
    private readonly Felt genesis;
    private readonly StatusBoard board;
    private readonly SortedSet<ulong> unproved;
    private readonly SortedDictionary<ulong, UnprovedBlock> differing = [];
    private ImmutableArray<UnprovedBlock> listed;
    private ImmutableArray<UnprovedBlock> listedDiffering;
    private RangeStatus status = new() { DoneBlock = 0 };

    public RangeBoard(RangeProofStore store, Felt genesis, StatusBoard board)
    {
        this.store = store;
        this.genesis = genesis;
        this.board = board;
        unproved = [.. store.UnprovedBlocks(genesis)];
        foreach (UnprovedBlock block in Named().Take(MaxRead).Where(block => block.Differs))
        {
            differing[block.Number] = block;
        }

        List();
    }

    /// <summary>Tells how far blocks are decided and done, and which wait.</summary>
    public void Stands(ulong decided, ulong done, BlockSpan? collecting) => Show(status with
    {
        DecidedBlock = decided,
        DoneBlock = done,
        Collecting = collecting,
        UnprovedCount = unproved.Count,
        Unproved = listed,
        DifferingCount = differing.Count,
        Differing = listedDiffering,
    });

    /// <summary>Tells of an attempt that failed, whose blocks will be tried again; null for none.</summary>
    public void Failed(RangeAttempt? attempt)
    {
        if (attempt is { Count: > 0 })
        {
            FailedSpan failed = new(attempt.First, attempt.Last, attempt.Count, attempt.Reason, attempt.NextAt);
            Show(status with { Retrying = [failed] });
        }
        else if (!status.Retrying.IsEmpty)
        {
            Show(status with { Retrying = [] });
        }
    }

    /// <summary>Tells what is done with which blocks.</summary>
    public void Works(BlockSpan? blocks, string? phase, int attempts) =>
        Show(status with { Proving = blocks, Phase = phase, Attempts = attempts });

    /// <summary>Tells of a stored proof.</summary>
    public void Stored(RangeManifest manifest)
    {
        ProvedSpan span = new(
            manifest.FirstBlock, manifest.LastBlock, manifest.Transactions, manifest.Steps, manifest.ProveMilliseconds, manifest.StoredAt);
        ImmutableArray<ProvedSpan> latest = [span, .. status.Proved.Take(MaxListed - 1)];
        status = status with { Proved = latest };
        foreach (ulong number in unproved.GetViewBetween(manifest.FirstBlock, manifest.LastBlock).ToArray())
        {
            store.ForgetUnproved(genesis, number);
            unproved.Remove(number);
            differing.Remove(number);
            List();
        }
    }

    /// <summary>Names a block without a proof.</summary>
    public void Name(UnprovedBlock block)
    {
        store.PutUnproved(genesis, block);
        unproved.Add(block.Number);
        if (block.Differs)
        {
            differing[block.Number] = block;
        }

        List();
    }

    /// <summary>Tells what keeps blocks from being proved; null for nothing.</summary>
    public void Problem(string? problem)
    {
        if (status.Problem != problem)
        {
            Show(status with { Problem = problem });
        }
    }

    private void List()
    {
        listed = [.. Named().Take(MaxListed)];
        listedDiffering = [.. differing.Values.Reverse().Take(MaxListed)];
    }

    private IEnumerable<UnprovedBlock> Named() =>
        unproved.Reverse().Select(number => store.Unproved(genesis, number)).OfType<UnprovedBlock>();

    private void Show(RangeStatus next)
    {
        status = next;
        board.Show(next);
    }
}
