using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Runtime.InteropServices;
using Kraken.Fields;
using Kraken.Sequencer.Messages;
using Kraken.Starknet;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Limits;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;
using Kraken.Sync.Sources;

namespace Kraken.Sync.Checking;

/// <summary>
/// Computes again what follows from transactions (hash, class hash, address) and compares it with what a source says, in the block and in
/// its receipts.
/// </summary>
/// <param name="chain">The chain whose hashes are computed.</param>
/// <param name="content">What the chain's limits demand of a transaction's content.</param>
/// <param name="executes">
/// Whether the block is executed afterwards: messages from L1 must follow the transactions then, as validators propose them.
/// </param>
internal sealed class TransactionScreen(ChainId chain, StatelessRules content, bool executes)
{
    /// <summary>Finds where the transactions of a block are not what they have to be.</summary>
    /// <param name="given">The block.</param>
    /// <param name="accounts">The transactions of accounts, computed again, with their classes.</param>
    internal BlockMismatch? FindMismatch(SourceBlock given, out ImmutableArray<SubmittedTransaction> accounts)
    {
        ulong number = given.Block.Header.Number;
        accounts = [];
        if (Classes(given, out Dictionary<Felt, SierraClass> classes) is { } wrong)
        {
            return wrong;
        }

        int messages = 0;
        List<SubmittedTransaction> submitted = [];
        foreach ((int index, Transaction transaction) in given.Block.Transactions.Index())
        {
            if (transaction is AccountTransaction account && !(executes && messages > 0))
            {
                SierraClass? sierra = account is DeclareTransaction declare ? classes.GetValueOrDefault(declare.ClassHash) : null;
                submitted.Add(new SubmittedTransaction(account, sierra));
                if (ContentProblem(submitted[^1]) is { } problem)
                {
                    return new(number, $"transaction {index}", "one that the chain's limits allow", problem);
                }
            }
            else if (transaction is not L1HandlerTransaction { Calldata.IsEmpty: false }
                || (executes && ++messages > MessageCodec.MaxPerBlock))
            {
                string expected = messages > 0 ? $"at most {MessageCodec.MaxPerBlock} messages of L1 at the end" : "one of an account";
                return new(number, $"transaction {index}", expected, $"{transaction.Type}");
            }
        }

        SubmittedTransaction[] computed = DerivedFields.ComputeMany(CollectionsMarshal.AsSpan(submitted), chain);
        accounts = ImmutableCollectionsMarshal.AsImmutableArray(computed);
        return InDerived(given, computed);
    }

    // As many classes as are declared, so that nobody sends what nobody asked for.
    private static BlockMismatch? Classes(SourceBlock given, out Dictionary<Felt, SierraClass> classes)
    {
        classes = [];
        int declared = given.Block.Transactions.OfType<DeclareTransaction>().Count();
        if (given.Classes.Length != declared)
        {
            return new(given.Block.Header.Number, "classes", $"{declared}, as many as are declared", $"{given.Classes.Length}");
        }

        foreach (SierraClass sierra in given.Classes)
        {
            classes[ClassHash.Compute(sierra)] = sierra;
        }

        return null;
    }

    private string? ContentProblem(SubmittedTransaction submitted) =>
        submitted.Transaction.ResourceBounds.PredatesL1DataGas ? "resource bounds of two gases"
        : submitted.Transaction is DeclareTransaction declare && submitted.Class is null ? $"no class {declare.ClassHash} beside the block"
        : content.Check(submitted) is { } error ? error.Message
        : null;

    private BlockMismatch? InDerived(SourceBlock given, SubmittedTransaction[] computed)
    {
        ulong number = given.Block.Header.Number;
        int next = 0;
        foreach ((int index, Transaction stated) in given.Block.Transactions.Index())
        {
            Transaction right = stated is AccountTransaction ? computed[next++].Transaction : stated.WithHash(chain);
            TransactionReceipt receipt = given.Block.Receipts[index];
            Felt? deployed = (right as DeployAccountTransaction)?.ContractAddress;
            ImmutableArray<byte> message = right is L1HandlerTransaction handler ? L1MessageHash.Compute(handler) : [];
            BlockMismatch? mismatch =
                stated.Hash != right.Hash ? Differs("hash", right.Hash, stated.Hash)
                : (stated as DeployAccountTransaction)?.ContractAddress != deployed
                ? Differs("address", deployed, (stated as DeployAccountTransaction)?.ContractAddress)
                : receipt.TransactionHash != right.Hash ? Differs("hash in its receipt", right.Hash, receipt.TransactionHash)
                : receipt.Type != right.Type ? Differs("type in its receipt", right.Type, receipt.Type)
                : receipt.ContractAddress != deployed ? Differs("address in its receipt", deployed, receipt.ContractAddress)
                : !receipt.MessageHash.AsSpan().SequenceEqual(message.AsSpan())
                ? Differs("message hash in its receipt", Convert.ToHexStringLower(message.AsSpan()), "another")
                : receipt.ActualFee.Unit != (right is L1HandlerTransaction ? FeeUnit.Wei : FeeUnit.Fri)
                ? Differs("fee unit in its receipt", "that of its version", receipt.ActualFee.Unit)
                : null;
            if (mismatch is not null)
            {
                return mismatch;
            }

            BlockMismatch Differs(string what, object? expected, object? got) =>
                new(number, $"transaction {index}, {what}", $"{expected ?? "none"}", $"{got ?? "none"}");
        }

        return null;
    }
}
