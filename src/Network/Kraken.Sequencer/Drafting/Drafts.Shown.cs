using System;
using Kraken.Execution.Blocks;
using Kraken.Sequencer.Blocks;
using Kraken.Starknet.Chain;

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
            shown = new PreConfirmedBlock(new(open.Header, executed.Transactions, executed.Receipts), executed.StateDiff);
            shownOf = open;
        }
    }
}
