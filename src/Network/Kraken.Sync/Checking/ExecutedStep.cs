using System;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Threading;
using Kraken.Sequencer.Blocks;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Receipts;
using Kraken.State.Codecs;
using Kraken.Sync.Sources;

namespace Kraken.Sync.Checking;

/// <summary>
/// Executes blocks as validators do before they vote. The header, which the committee decided, must be the one that comes of it, and the
/// receipts and the state diff of the source those that were executed, to the last bit.
/// </summary>
/// <param name="blocks">Executes blocks.</param>
public sealed class ExecutedStep(BlockBuilder blocks) : IChainStep
{
    /// <inheritdoc/>
    public bool TryTake(
        ScreenedBlock block,
        BlockParent parent,
        [NotNullWhen(true)] out PreparedBlock? taken,
        [NotNullWhen(false)] out BlockMismatch? mismatch,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(block);

        // Its transactions are those of a decided block, so that the committee bounded what they take.
        PreparedBlock? executed =
            blocks.Execute(parent, block.Proposal, block.Bytes, isVouchedFor: true, out string? refusal, cancellation);
        mismatch = executed is null
            ? new(block.Proposal.Number, "execution", "a block that this node can execute, since the committee decided it", refusal!)
            : InHeader(block.Source.Block.Header, executed.Block.Header) ?? InRecords(block.Source, executed);
        taken = mismatch is null ? executed : null;
        return taken is not null;
    }

    // The committee and this node differ here: no other source would give another block.
    private static BlockMismatch? InHeader(BlockHeader decided, BlockHeader executed)
    {
        if (decided.Hash == executed.Hash)
        {
            return null;
        }

        (string what, string expected, string got) =
            decided.GasPrices != executed.GasPrices ? ("gas prices", $"{executed.GasPrices}", $"{decided.GasPrices}")
            : decided.L1DataAvailability != executed.L1DataAvailability
            ? ("data availability", $"{executed.L1DataAvailability}", $"{decided.L1DataAvailability}")
            : executed.Commitments.Differences(decided.Commitments)
                .Select(pair => (pair.What, $"{pair.Expected}", $"{pair.Got}"))
                .FirstOrDefault(("state root", $"{executed.StateRoot}", $"{decided.StateRoot}"));
        return new(decided.Number, what, $"{expected} by this node's execution", $"{got} by the committee's");
    }

    // Clients are shown what was executed; yet a source that says something else lies, also where no hash binds it.
    private static BlockMismatch? InRecords(SourceBlock given, PreparedBlock executed)
    {
        ulong number = given.Block.Header.Number;
        for (int index = 0; index < given.Block.Receipts.Length; index++)
        {
            (TransactionReceipt right, TransactionReceipt stated) = (executed.Block.Receipts[index], given.Block.Receipts[index]);
            if (!ReceiptCodec.Encode(right).AsSpan().SequenceEqual(ReceiptCodec.Encode(stated)))
            {
                (string what, string expected, string got) = Difference(right, stated);
                return new(number, $"receipt {index}, {what}", $"{expected} by execution", got);
            }
        }

        return StateDiffCodec.Encode(executed.StateDiff).AsSpan().SequenceEqual(StateDiffCodec.Encode(given.StateDiff))
            ? null
            : new(
                number,
                "state diff",
                $"{executed.Block.Header.Commitments.StateDiff} by execution",
                $"{StateDiffHash.Compute(given.StateDiff)}, or the same entries otherwise");
    }

    private static (string What, string Expected, string Got) Difference(TransactionReceipt right, TransactionReceipt stated) =>
        right.ActualFee != stated.ActualFee ? ("fee", $"{right.ActualFee}", $"{stated.ActualFee}")
        : right.Gas != stated.Gas ? ("gas", $"{right.Gas}", $"{stated.Gas}")
        : right.RevertReason != stated.RevertReason
        ? ("revert reason", right.RevertReason ?? "none", stated.RevertReason ?? "none")
        : right.Events.Length != stated.Events.Length ? ("events", $"{right.Events.Length}", $"{stated.Events.Length}")
        : right.Messages.Length != stated.Messages.Length ? ("messages", $"{right.Messages.Length}", $"{stated.Messages.Length}")
        : ("events and messages", "those", "others");
}
