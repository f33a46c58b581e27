using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Execution.Blocks;
using Kraken.Execution.Fees;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Genesis;
using Kraken.State.Journal;

namespace Kraken.Execution.Concurrency;

/// <summary>
/// The sequencer's balance, to which every transaction of a block adds its fee: seen as other values, no two transactions could run side by
/// side. The chain's own token adds without looking, as long as the low half of the balance does not overflow, so that a transfer of a fee
/// that ran with another balance is the right one but for the sum, which is put right at the transaction's turn.
/// </summary>
internal sealed class FeeCredit
{
    private static readonly Felt OwnToken = ChainContracts.FeeToken.ClassHash;

    private readonly CellName low;
    private readonly CellName high;

    internal FeeCredit(BlockContext block)
    {
        Felt key = FeeToken.BalanceKey(block.Block.Sequencer);
        low = new(CellKind.Storage, block.Chain.FeeToken, key);
        high = new(CellKind.Storage, block.Chain.FeeToken, key + Felt.One);
    }

    /// <summary>Whether a cell holds a half of the balance.</summary>
    internal bool Changes(in CellName cell) => cell == low || cell == high;

    /// <summary>Puts the sum right.</summary>
    /// <param name="cell">The cell whose value is another than the run was given.</param>
    /// <param name="given">What the run was given.</param>
    /// <param name="actual">Its value.</param>
    /// <param name="outcome">What the run gave.</param>
    /// <param name="writes">What the run wrote.</param>
    /// <returns>The writes as they are with the actual value; null where the run could have been another with it.</returns>
    internal StateChange[]? Shift(in CellName cell, in Felt given, in Felt actual, TransactionOutcome outcome, StateChange[] writes)
    {
        if (cell != low
            || outcome is not ExecutedOutcome { FeeTransfer: { Failed: false, InnerCalls.Count: 0 } transfer } executed
            || transfer.ClassHash != OwnToken
            || !HasRoom(given, executed.Fee)
            || !HasRoom(actual, executed.Fee))
        {
            return null;
        }

        List<int> credits = [.. Enumerable.Range(0, writes.Length).Where(i => Changes(CellName.Of(writes[i])))];
        if (credits is not [int place]
            || CellName.Of(writes[place]) != low
            || writes[place].Before != given
            || writes[place].After != given + executed.Fee)
        {
            return null;
        }

        StateChange[] shifted = [.. writes];
        shifted[place] = writes[place] with { Before = actual, After = actual + executed.Fee };
        return shifted;
    }

    private static bool HasRoom(in Felt balance, UInt128 fee) =>
        balance.TryToUInt128(out UInt128 value) && value <= UInt128.MaxValue - fee;
}
