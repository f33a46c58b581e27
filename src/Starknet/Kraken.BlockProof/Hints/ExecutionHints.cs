using System;
using System.Collections.Generic;
using Kraken.BlockProof.Witness;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Execution.Calls;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.BlockProof.Hints;

/// <summary>The hints of blocks, transactions and calls.</summary>
internal static class ExecutionHints
{
    // Of structures in memory.
    private const int EntryBuiltins = 2;
    private const int ListCount = 1;
    private const int ListIndices = 2;

    // Both of the arena and of what it says of a dictionary.
    private const int ArenaSize = 3;

    public static IReadOnlyDictionary<string, HintFactory> Over(BlockRunState state) => new Dictionary<string, HintFactory>
    {
        ["range_start"] = ids => RangeStart(ids, state),
        ["range_end"] = ids => RangeEnd(ids, state),
        ["calls_done"] = ids =>
        {
            HintId arena = ids["builtins.segment_arena"];
            return r =>
            {
                state.RequireAllCallsTaken();
                PlaceDictionaries(r.Memory, arena.Pointer(r) + -ArenaSize);
            };
        },
        ["next_block"] = ids => NextBlock(ids, state),
        ["next_transaction"] = ids =>
        {
            HintId entry = ids["entry"];
            return r => entry.Set(r, r.Memory.Place(Entry(r.Memory, state.NextTransaction())));
        },
        ["multiple_below"] = ids =>
        {
            (HintId value, HintId unit, HintId multiple) = (ids["value"], ids["unit"], ids["multiple"]);
            return r => multiple.Set(r, value.Integer(r) / unit.Integer(r));
        },
        ["dict_access"] = ids =>
        {
            HintId dict = ids["dict"];
            return r => state.Dictionaries.Write(r.Memory, dict.Pointer(r));
        },
        ["contract_access"] = ids =>
        {
            HintId contracts = ids["contracts"];
            return r => state.Dictionaries.Write(r.Memory, contracts.Pointer(r));
        },
        ["enter_call"] = ids => EnterCall(ids, state),
        ["exit_call"] = _ => _ =>
        {
            if (!state.Answers.AreTaken)
            {
                throw new HintException("AnswerLeft", "the native run made further system calls");
            }
        },
    };

    private static Action<HintRun> RangeStart(HintBinder ids, BlockRunState state)
    {
        (HintId checks, HintId chain, HintId feeToken) = (ids["contract_checks"], ids["chain"], ids["fee_token"]);
        (HintId count, HintId parent) = (ids["block_count"], ids["parent"]);
        return r =>
        {
            checks.Set(r, r.Memory.AddTemporarySegment());
            chain.Set(r, state.Witness.Chain.ChainId.Value);
            feeToken.Set(r, state.Witness.Chain.FeeToken);
            count.Set(r, (Felt)state.Blocks.Length);
            parent.Set(r, r.Memory.Place(BlockHash.ElementsOf(state.Witness.Parent)));
        };
    }

    private static Action<HintRun> RangeEnd(HintBinder ids, BlockRunState state)
    {
        (HintId checks, HintId ours, HintId words) = (ids["contract_checks"], ids["range_check_ptr"], ids["range_check96_ptr"]);
        return r =>
        {
            // Circuits leave holes, in which any number may stand.
            Relocatable end = words.Pointer(r);
            for (Relocatable word = end with { Offset = 0 }; word.Offset < end.Offset; word += 1)
            {
                if (r.Memory.Get(word).IsEmpty)
                {
                    r.Memory.Insert(word, Felt.Zero);
                }
            }

            r.Memory.AddRelocationRule(checks.Pointer(r), ours.Pointer(r));
        };
    }

    // Each dictionary of contracts but the first lies in a temporary segment, which goes behind the one before it.
    private static void PlaceDictionaries(VmMemory memory, Relocatable arena)
    {
        Relocatable infos = memory.GetAddress(arena);
        for (int i = 1; i < HintRun.Count(memory.GetFelt(arena + 1)); i++)
        {
            Relocatable info = infos + ((long)i * ArenaSize);
            memory.AddRelocationRule(memory.GetAddress(info), memory.GetAddress(info + (1 - ArenaSize)) + 1);
        }
    }

    private static Action<HintRun> NextBlock(HintBinder ids, BlockRunState state)
    {
        (HintId entry, HintId start, HintId classesStart) = (ids["entry"], ids["start"], ids["classes_start"]);
        return r =>
        {
            WitnessBlock block = state.NextBlock().Block;
            BlockHeader header = block.Header;
            GasPrices prices = header.GasPrices;
            entry.Set(r, r.Memory.Place(
            [
                header.SequencerAddress, (Felt)header.Timestamp,
                (Felt)prices.L1Gas.InWei, (Felt)prices.L1Gas.InFri, (Felt)prices.L1DataGas.InWei, (Felt)prices.L1DataGas.InFri,
                (Felt)prices.L2Gas.InWei, (Felt)prices.L2Gas.InFri,
                (Felt)(ulong)header.L1DataAvailability, (Felt)block.Transactions.Length, block.OldHash,
            ]));
            VmMemory memory = r.Memory;
            start.Set(r, state.Dictionaries.Add(memory, address => ContractAt(memory, state, address)));
            classesStart.Set(r, state.Dictionaries.Add(memory, classHash => state.State.CompiledClassHashOf(classHash)));
        };
    }

    // A contract as the block found it, with a list for the accesses to its storage.
    private static Relocatable ContractAt(VmMemory memory, BlockRunState state, Felt address)
    {
        Relocatable storage = state.Dictionaries.Add(memory, key => state.State.StorageAt(address, key));
        return memory.Place([state.State.ClassHashAt(address), state.State.NonceAt(address), storage, storage]);
    }

    private static MaybeRelocatable[] Entry(VmMemory memory, RecordedTransaction recorded)
    {
        Transaction transaction = recorded.Source.Transaction;
        TransactionReceipt receipt = recorded.Receipt;
        int kind = transaction switch
        {
            InvokeTransaction => 0,
            DeclareTransaction => 1,
            DeployAccountTransaction => 2,
            _ => 3,
        };
        Felt[] parts = recorded.Source.DeclaredClass is { } declared ? ClassHash.PartsOf(declared.Sierra) : [];
        return
        [
            (Felt)kind,
            memory.Place(TransactionCells.Of(memory, transaction)),
            (Felt)transaction.Signature.Length, memory.Place(transaction.Signature),
            receipt.RevertReason is null ? Felt.Zero : Felt.One,
            (Felt)receipt.ActualFee.Amount,
            receipt.RevertReason is { } reason ? Keccak.StarknetKeccak(reason) : Felt.Zero,
            (Felt)receipt.Gas.L1Gas, (Felt)receipt.Gas.L1DataGas,
            memory.Place(parts),
        ];
    }

    private static Action<HintRun> EnterCall(HintBinder ids, BlockRunState state)
    {
        (HintId gas, HintId builtins, HintId entry) = (ids["gas"], ids["builtins"], ids["entry"]);
        (HintId calldata, HintId length, HintId info) = (ids["frame.calldata"], ids["frame.calldata_length"], ids["frame.info"]);
        return r =>
        {
            VmMemory memory = r.Memory;
            Relocatable list = memory.GetAddress(entry.Pointer(r) + EntryBuiltins);
            Relocatable indices = memory.GetAddress(list + ListIndices);
            List<MaybeRelocatable> arguments = [];
            for (int i = 0; i < HintRun.Count(memory.GetFelt(list + ListCount)); i++)
            {
                arguments.Add(memory.Get(builtins.Pointer(r) + HintRun.Count(memory.GetFelt(indices + i))));
            }

            Relocatable start = calldata.Pointer(r);
            arguments.AddRange([gas.Felt(r), memory.AddSegment(), start, start + HintRun.Count(length.Felt(r))]);
            CallInfo call = state.NextCall();
            state.Answers.Begin(call.Answers!, info.Pointer(r));
            memory.Load(r.Machine.Ap, arguments.ToArray());
        };
    }
}
