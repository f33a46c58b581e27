using System;
using System.Collections.Immutable;
using System.Linq;
using Kraken.Execution.Blocks;
using Kraken.Fields;
using Kraken.Sequencer.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Transactions;

namespace Kraken.Sequencer.Drafting;

/// <content>The draft for those who read the chain.</content>
public sealed partial class Drafts
{
    // Nobody pays for a view at which nobody looks: as the draft grows it is shown anew for so long after a look.
    private static readonly TimeSpan LooksLast = TimeSpan.FromSeconds(2);

    private PreConfirmedBlock? shown;
    private OpenBlock? shownOf;
    private long? lastLook;

    /// <summary>
    /// The draft as far as it is executed, or the one before while a proposal is made of it; null when there was none. It is behind by one
    /// batch of <see cref="DraftLimits.MaxBatch"/> transactions at most. Its header has no roots and no hash, its diff no aliases.
    /// </summary>
    public PreConfirmedBlock? Shown
    {
        get
        {
            lock (gate)
            {
                lastLook = clock.GetTimestamp();
                Show();
                return shown;
            }
        }
    }

    /// <summary>
    /// The transactions that come next in the draft: of a peer's those that it named and this node has not executed, of this node's own
    /// those of the batch that is being executed.
    /// </summary>
    public ImmutableArray<Felt> Candidates
    {
        get
        {
            lock (gate)
            {
                return ground is not { } on ? []
                    : IsOwn(on) ? own?.Chosen ?? []
                    : peers.Of(on.Height) is { IsOver: false } series && series.Parent == on.Value
                        ? [.. series.Transactions.Skip(series.Executed).Select(drafted => drafted.Hash)]
                    : [];
            }
        }
    }

    // Under the gate.
    private void ShowToWatchers()
    {
        if (lastLook is { } look && clock.GetElapsedTime(look) < LooksLast)
        {
            Show();
        }
    }

    // Under the gate. What is being executed changes under whoever reads it.
    private void Show()
    {
        if (running is null && Open is { Run.Count: > 0 } open
            && !(ReferenceEquals(open, shownOf) && open.Run.Count == shown?.Block.Transactions.Length))
        {
            ExecutedBlock executed = open.Run.SoFar();
            ImmutableArray<SubmittedTransaction> declares = [.. open.Transactions.Where(submitted => submitted.Class is not null)];
            shown = new PreConfirmedBlock(new(open.Header, executed.Transactions, executed.Receipts), executed.StateDiff)
            {
                ClassOf = hash => declares.FirstOrDefault(
                    submitted => submitted.Transaction is DeclareTransaction declare && declare.ClassHash == hash)?.Class,
            };
            shownOf = open;
        }
    }
}
