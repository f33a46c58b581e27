using System;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using Kraken.Consensus.Engine.Keys;
using Kraken.Fields;
using Kraken.Sequencer;
using Kraken.Sequencer.Blocks;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Limits;
using Kraken.Starknet.Transactions;
using Kraken.Sync.Sources;

namespace Kraken.Sync.Checking;

/// <summary>
/// Checks of a block what needs neither the blocks before it nor its execution, so that nothing is executed but what the committee
/// decided: the hash from the header's content, the certificate over that hash, every transaction's hash, the commitment to the
/// transactions. Without execution also the commitments to receipts, events and state diff, which execution else gives. Safe for several
/// threads.
/// </summary>
/// <param name="rules">The chain's rules.</param>
/// <param name="decisions">Who decides the chain's blocks.</param>
/// <param name="executes">Whether blocks are executed after this.</param>
public sealed class BlockScreen(ChainRules rules, CertificateCheck decisions, bool executes)
{
    private readonly TransactionScreen transactions = new(rules.Chain.ChainId, new StatelessRules(rules.Limits), executes);

    /// <summary>Checks a block; never throws on what a source gave.</summary>
    /// <param name="number">The height that was asked for.</param>
    /// <param name="screened">The block with what was computed, or null.</param>
    /// <param name="mismatch">Where it is not what it has to be, or null.</param>
    public bool TryScreen(
        ulong number,
        SourceBlock block,
        [NotNullWhen(true)] out ScreenedBlock? screened,
        [NotNullWhen(false)] out BlockMismatch? mismatch)
    {
        ArgumentNullException.ThrowIfNull(block);
        screened = null;
        BlockHeader header = block.Block.Header;
        ImmutableArray<SubmittedTransaction> submitted = [];
        mismatch = InHeader(number, header)
            ?? InCertificate(header, block.Certificate.Span)
            ?? InCounts(block.Block)
            ?? transactions.FindMismatch(block, out submitted)
            ?? (executes ? InTransactionRoot(block.Block) : InContent(block));
        if (mismatch is not null)
        {
            return false;
        }

        ProposedBlock proposal = new(header.Number, header.Timestamp, header.SequencerAddress, submitted)
        {
            Messages = [.. block.Block.Transactions.OfType<L1HandlerTransaction>()],
        };
        screened = new ScreenedBlock(block, proposal, proposal.Encode());
        return true;
    }

    private BlockMismatch? InHeader(ulong number, BlockHeader header)
    {
        if (header.Number != number)
        {
            return new(number, "number", $"{number}", $"{header.Number}");
        }

        if (header.StarknetVersion != rules.StarknetVersion)
        {
            return new(number, "protocol version", rules.StarknetVersion, header.StarknetVersion);
        }

        Felt computed = BlockHash.Compute(header);
        return header.Hash == computed ? null : new(number, "stated hash", $"{computed}, which follows from its header", $"{header.Hash}");
    }

    private BlockMismatch? InCertificate(BlockHeader header, ReadOnlySpan<byte> certificate) =>
        decisions.FindProblem(header.Number, header.Hash, certificate, out _) is { } problem
            ? new(header.Number, "certificate", $"the committee's over {header.Hash}", problem)
            : null;

    private BlockMismatch? InCounts(Block block)
    {
        ulong number = block.Header.Number;
        int count = block.Transactions.Length;
        return (ulong)count != block.Header.Commitments.TransactionCount
            ? new(number, "number of transactions", $"{block.Header.Commitments.TransactionCount}", $"{count}")
            : block.Receipts.Length != count ? new(number, "number of receipts", $"{count}", $"{block.Receipts.Length}")
            : count > rules.Limits.Block.MaxTransactions
            ? new(number, "number of transactions", $"at most {rules.Limits.Block.MaxTransactions}", $"{count}")
            : null;
    }

    private static BlockMismatch? InTransactionRoot(Block block)
    {
        Felt computed = ContentCommitments.OfTransactions(block.Transactions);
        Felt stated = block.Header.Commitments.Transactions;
        return computed == stated
            ? null
            : new(block.Header.Number, "commitment to transactions and signatures", $"{stated}", $"{computed}");
    }

    private static BlockMismatch? InContent(SourceBlock block)
    {
        BlockHeader header = block.Block.Header;
        BlockCommitments computed = ContentCommitments.Compute(block.Block.Transactions, block.Block.Receipts, block.StateDiff);
        return header.Commitments.Differences(computed).Select(difference =>
            new BlockMismatch(header.Number, difference.What, $"{difference.Expected}", $"{difference.Got}")).FirstOrDefault();
    }
}
