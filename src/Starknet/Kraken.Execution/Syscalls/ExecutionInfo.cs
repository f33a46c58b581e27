using System.Collections.Generic;
using Kraken.Execution.Blocks;
using Kraken.Execution.Calls;
using Kraken.Execution.Constants;
using Kraken.Execution.Transactions;
using Kraken.Fields;

namespace Kraken.Execution.Syscalls;

/// <summary>
/// What a call may know of its surroundings. All versions of the system call read a prefix of the same structures.
/// </summary>
/// <param name="Block">Number, timestamp and sequencer.</param>
/// <param name="Transaction">The members of the transaction info; arrays that an old transaction does not have are null.</param>
/// <param name="Call">Caller, contract and selector.</param>
internal sealed record ExecutionInfo(Felt[] Block, IReadOnlyList<InfoMember> Transaction, Felt[] Call)
{
    /// <summary>The info of a running call.</summary>
    internal static ExecutionInfo Of(CallFrame frame) => new(
        BlockFields(frame.Context), TransactionMembers(frame),
        [frame.Request.CallerAddress, frame.Request.StorageAddress, frame.Request.Selector]);

    // Validation must not depend on what the block will be exactly.
    private static Felt[] BlockFields(CallContext context)
    {
        BlockInfo block = context.Block;
        if (context.Mode == ExecutionMode.Execute)
        {
            return [block.Number, block.Timestamp, block.Sequencer];
        }

        ulong number = block.Number - (block.Number % context.Constants.ValidateBlockNumberRounding);
        ulong timestamp = block.Timestamp - (block.Timestamp % context.Constants.ValidateTimestampRounding);
        return [number, timestamp, Felt.Zero];
    }

    private static List<InfoMember> TransactionMembers(CallFrame frame)
    {
        TransactionInfo info = frame.Context.Transaction;
        List<InfoMember> members =
        [
            InfoMember.Of(ShownVersion(frame)), InfoMember.Of(info.Sender), InfoMember.Of(Felt.Zero), InfoMember.Of(info.Signature),
            InfoMember.Of(info.Hash), InfoMember.Of(frame.Context.Chain.ChainId.Value), InfoMember.Of(info.Nonce),
        ];
        members.AddRange(info.IsCurrent
            ?
            [
                InfoMember.Of(Bounds(frame)), InfoMember.Of((Felt)info.Tip), InfoMember.Of(info.PaymasterData),
                InfoMember.Of(info.NonceMode), InfoMember.Of(info.FeeMode), InfoMember.Of(info.AccountDeploymentData),
                InfoMember.Of(info.ProofFacts),
            ]
            :
            [
                InfoMember.NoArray, InfoMember.Of(Felt.Zero), InfoMember.NoArray, InfoMember.Of(Felt.Zero), InfoMember.Of(Felt.Zero),
                InfoMember.NoArray, InfoMember.NoArray,
            ]);
        return members;
    }

    // Some old accounts know version 1 only; they see it unless a larger tip than agreed would hide behind it.
    private static Felt ShownVersion(CallFrame frame)
    {
        TransactionInfo info = frame.Context.Transaction;
        LegacyAccounts legacy = frame.Context.Constants.LegacyAccounts;
        return info.IsCurrent && info.Tip <= legacy.VersionOneMaxTip && legacy.VersionOne.Contains(frame.ClassHash)
            ? info.Version - TransactionInfo.VersionThree + Felt.One
            : info.Version;
    }

    private static Felt[] Bounds(CallFrame frame)
    {
        TransactionInfo info = frame.Context.Transaction;
        Felt[] bounds =
        [
            Felt.FromShortString("L1_GAS"), info.MaxAmounts.L1Gas, info.MaxPrices.L1Gas,
            Felt.FromShortString("L2_GAS"), info.MaxAmounts.L2Gas, info.MaxPrices.L2Gas,
            Felt.FromShortString("L1_DATA"), info.MaxAmounts.L1DataGas, info.MaxPrices.L1DataGas,
        ];
        return frame.Context.Constants.LegacyAccounts.WithoutDataGas.Contains(frame.ClassHash) ? bounds[..6] : bounds;
    }
}
