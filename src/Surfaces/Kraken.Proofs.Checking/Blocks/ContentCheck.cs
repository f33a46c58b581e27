using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.BlockProof.Replay;
using Kraken.BlockProof.Stateless;
using Kraken.BlockProof.Statement;
using Kraken.Fields;
using Kraken.Starknet;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.Proofs.Checking.Blocks;

/// <summary>Compares the content of blocks with what was proved of them.</summary>
internal sealed class ContentCheck(ChainId chain)
{
    internal const string TransactionStep = "the transactions have their hashes";
    internal const string BlockStep = "headers and content hash to the proved blocks";
    internal const string MessageStep = "the messages are those of the content";

    /// <summary>The steps in order.</summary>
    public static IReadOnlyList<string> Steps { get; } = [TransactionStep, BlockStep, MessageStep];

    /// <summary>Adds the steps to a list.</summary>
    /// <param name="bodies">The blocks, of whatever origin.</param>
    /// <param name="statement">What was proved; only read when every step before passed.</param>
    /// <param name="version">The program's protocol version.</param>
    public void Run(CheckList list, ImmutableArray<DecidedBlock> bodies, BlockStatement statement, string version)
    {
        list.Run(TransactionStep, () => CheckTransactions(bodies));
        list.Run(BlockStep, () => Found(
            FindBlockProblem(bodies, statement, version), $"blocks {statement.FirstBlock} to {statement.LastBlock}"));
        list.Run(MessageStep, () => CheckMessages(bodies, statement));
    }

    /// <summary>
    /// What of a block's content is not what its transactions are: their hashes, whose receipts those are, the classes that they declare.
    /// The commitments of the header cover none of it.
    /// </summary>
    /// <returns>A sentence; null for nothing.</returns>
    public string? FindProblem(DecidedBlock body) => FindTransactionProblem(body.Block) ?? FindReceiptProblem(body);

    private static CheckFinding Found(string? problem, string otherwise) =>
        problem is null ? CheckFinding.Pass(otherwise) : CheckFinding.Fail(problem);

    private CheckFinding CheckTransactions(ImmutableArray<DecidedBlock> bodies)
    {
        foreach (DecidedBlock body in bodies)
        {
            if (FindTransactionProblem(body.Block) is { } problem)
            {
                return CheckFinding.Fail(problem);
            }
        }

        return CheckFinding.Pass($"{bodies.Sum(body => body.Block.Transactions.Length)} transactions");
    }

    private string? FindTransactionProblem(Block block)
    {
        foreach ((int index, Transaction transaction) in block.Transactions.Index())
        {
            if (FindTransactionProblem(transaction) is { } problem)
            {
                return $"transaction {index} of block {block.Header.Number} {problem}";
            }
        }

        return null;
    }

    // What cannot be hashed is foreign and no transaction of this protocol.
    private string? FindTransactionProblem(Transaction transaction)
    {
        if (transaction is L1HandlerTransaction { Calldata.IsDefaultOrEmpty: true })
        {
            return "is an L1 handler whose calldata lacks the sender";
        }

        try
        {
            Felt hash = TransactionHash.Compute(transaction, chain);
            return hash == transaction.Hash ? null : $"hashes to {hash}, it is said to have {transaction.Hash}";
        }
        catch (ArgumentException exception)
        {
            return $"cannot be hashed: {exception.Message}";
        }
    }

    private static string? FindBlockProblem(ImmutableArray<DecidedBlock> bodies, BlockStatement statement, string version)
    {
        if (bodies.Length != statement.Blocks.Length)
        {
            return $"expected the {statement.Blocks.Length} blocks that were proved, got {bodies.Length}";
        }

        Felt parent = statement.ParentHash;
        for (int i = 0; i < bodies.Length; i++)
        {
            ProvedBlock proved = statement.Blocks[i];
            if (FindBlockProblem(bodies[i], proved, statement.FirstBlock + (ulong)i, parent, version) is { } problem)
            {
                return problem;
            }

            parent = proved.Hash;
        }

        Felt root = bodies[^1].Block.Header.StateRoot;
        return root == statement.RootAfter ? null : $"expected state root {statement.RootAfter} after the last block, got {root}";
    }

    private static string? FindBlockProblem(DecidedBlock body, ProvedBlock proved, ulong number, Felt parent, string version)
    {
        Block block = body.Block;
        BlockHeader header = block.Header;
        if (header.Number != number || header.ParentHash != parent || header.StarknetVersion != version)
        {
            return $"expected block {number} on {parent} of protocol {version},"
                + $" got block {header.Number} on {header.ParentHash} of protocol {header.StarknetVersion}";
        }

        if (FindReceiptProblem(body) is { } problem)
        {
            return problem;
        }

        if (HeaderChain.FindMismatch(body, number, proved.Hash) is { } mismatch)
        {
            return $"{mismatch}";
        }

        int count = block.Transactions.Length;
        ulong reverted = (ulong)block.Receipts.Count(receipt => receipt.Status == ExecutionStatus.Reverted);
        return (ulong)count != proved.Transactions || reverted != proved.Reverted
            ? $"block {number} has {count} transactions, {reverted} of them reverted;"
                + $" proved are {proved.Transactions} and {proved.Reverted}"
            : null;
    }

    private static string? FindReceiptProblem(DecidedBlock body)
    {
        Block block = body.Block;
        return block.Receipts.Length != block.Transactions.Length
            || block.Receipts.Zip(block.Transactions).Any(pair => !IsOf(pair.First, pair.Second))
            ? $"the receipts of block {block.Header.Number} are not those of its transactions"
            : FindClassProblem(body);
    }

    /// <summary>
    /// The commitment to a state diff mixes classes that are declared with those whose compiled hash changes, which no transaction of these
    /// protocol versions does: what is declared is what the block's transactions declare. The classes of block 0 are the genesis file's.
    /// </summary>
    private static string? FindClassProblem(DecidedBlock body)
    {
        IEnumerable<DeclaredClass> declared = body.Block.Transactions.Zip(body.Block.Receipts)
            .Where(pair => pair.Second.Status == ExecutionStatus.Succeeded)
            .Select(pair => pair.First)
            .OfType<DeclareTransaction>()
            .Select(declare => new DeclaredClass(declare.ClassHash, declare.CompiledClassHash));
        int got = body.Diff.DeclaredClasses.Length + body.Diff.MigratedClasses.Length;
        return body.Block.Header.Number == 0
            || (body.Diff.MigratedClasses.IsEmpty && declared.ToHashSet().SetEquals(body.Diff.DeclaredClasses))
            ? null
            : $"expected the classes that the transactions of block {body.Block.Header.Number} declare, got {got} classes, of which"
                + $" {body.Diff.MigratedClasses.Length} are said to be migrated";
    }

    // What follows from the transaction no commitment to receipts covers.
    private static bool IsOf(TransactionReceipt receipt, Transaction transaction)
    {
        L1HandlerTransaction? message = transaction as L1HandlerTransaction;
        return receipt.TransactionHash == transaction.Hash
            && receipt.Type == transaction.Type
            && receipt.ActualFee.Unit == (message is null ? FeeUnit.Fri : FeeUnit.Wei)
            && receipt.ContractAddress == (transaction as DeployAccountTransaction)?.ContractAddress
            && receipt.MessageHash.AsSpan().SequenceEqual(message is null ? [] : L1MessageHash.Compute(message).AsSpan());
    }

    private static CheckFinding CheckMessages(ImmutableArray<DecidedBlock> bodies, BlockStatement statement)
    {
        ImmutableArray<MessageToL1> sent =
            [.. bodies.SelectMany(body => body.Block.Receipts).SelectMany(receipt => receipt.Messages)];
        ImmutableArray<ConsumedMessage> consumed = [.. bodies.SelectMany(body => ConsumedMessage.OfBlock(body.Block))];
        ImmutableArray<Felt> expected = (statement with { MessagesToL1 = sent, MessagesToL2 = consumed }).ToFelts();
        return expected.AsSpan().SequenceEqual(statement.ToFelts().AsSpan())
            ? CheckFinding.Pass($"{sent.Length} to L1, {consumed.Length} from L1")
            : CheckFinding.Fail(
                $"the blocks send {sent.Length} messages to L1 and consume {consumed.Length},"
                + $" proved are {statement.MessagesToL1.Length} and {statement.MessagesToL2.Length} or others");
    }
}
