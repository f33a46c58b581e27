using System.Collections.Generic;
using Kraken.Cairo.Vm.Memory;
using Kraken.Execution.Blocks;
using Kraken.Execution.Calls;
using Kraken.Execution.Constants;
using Kraken.Execution.Transactions;
using Kraken.Fields;

namespace Kraken.Execution.Syscalls;

/// <summary>
/// Writes the execution info: pointers to block info and transaction info, caller, contract, selector. All versions of the system call
/// read a prefix of the same structures.
/// </summary>
internal static class ExecutionInfoSegments
{
    private const int FieldsAfterNonce = 11;

    internal static Relocatable Allocate(CallFrame frame, SyscallMemory memory)
    {
        Relocatable block = memory.AllocateReadOnly(BlockFields(frame.Context));
        Relocatable transaction = AllocateTransaction(frame, memory);
        return memory.AllocateReadOnly(
            [block, transaction, frame.Request.CallerAddress, frame.Request.StorageAddress, frame.Request.Selector]);
    }

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

    private static Relocatable AllocateTransaction(CallFrame frame, SyscallMemory memory)
    {
        TransactionInfo info = frame.Context.Transaction;
        List<MaybeRelocatable> fields = [ShownVersion(frame), info.Sender, Felt.Zero];
        AddArray(info.Signature);
        fields.AddRange([info.Hash, frame.Context.Chain.ChainId.Value, info.Nonce]);
        if (!info.IsCurrent)
        {
            for (int i = 0; i < FieldsAfterNonce; i++)
            {
                fields.Add(Felt.Zero);
            }

            return memory.AllocateReadOnly(fields.ToArray());
        }

        AddArray(Bounds(frame));
        fields.Add((Felt)info.Tip);
        AddArray(info.PaymasterData);
        fields.AddRange([info.NonceMode, info.FeeMode]);
        AddArray(info.AccountDeploymentData);
        AddArray(info.ProofFacts);
        return memory.AllocateReadOnly(fields.ToArray());

        void AddArray(Felt[] values)
        {
            Relocatable start = memory.AllocateReadOnly(values);
            fields.Add(start);
            fields.Add(start + values.Length);
        }
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
