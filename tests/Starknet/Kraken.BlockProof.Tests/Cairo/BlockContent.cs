using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.BlockProof.Witness;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Starknet;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.BlockProof.Tests.Cairo;

/// <summary>A block as block_content.cairo takes it.</summary>
/// <param name="Chain">The chain.</param>
/// <param name="Header">The header; of its commitments only that to the state diff is read, if there is no diff.</param>
/// <param name="Transactions">Each with its hash, which is believed of those that the program cannot state.</param>
/// <param name="Receipts">One for each.</param>
/// <param name="Diff">Sorted; null to take the header's word.</param>
internal sealed record BlockContent(
    ChainId Chain,
    BlockHeader Header,
    ImmutableArray<Transaction> Transactions,
    ImmutableArray<TransactionReceipt> Receipts,
    StateDiff? Diff)
{
    public (Felt[] Output, long Steps) Run() => CairoTest.Run("block_content.cairo", Hints);

    public IReadOnlyDictionary<string, HintFactory> Hints => new Dictionary<string, HintFactory>
    {
        ["block_under_test"] = ids =>
        {
            HintId block = ids["block"];
            return r => block.Set(r, Place(r.Memory));
        },
    };

    private Relocatable Place(VmMemory memory)
    {
        MaybeRelocatable[] entries = [.. Transactions.Zip(Receipts).SelectMany(entry => Entry(memory, entry.First, entry.Second))];
        GasPrices prices = Header.GasPrices;
        return memory.Place(
        [
            Chain.Value, (Felt)Transactions.Length, memory.Place(entries),
            .. DiffCells(memory),
            (Felt)Header.Number, Header.StateRoot, Header.SequencerAddress, (Felt)Header.Timestamp,
            (Felt)prices.L1Gas.InWei, (Felt)prices.L1Gas.InFri, (Felt)prices.L1DataGas.InWei, (Felt)prices.L1DataGas.InFri,
            (Felt)prices.L2Gas.InWei, (Felt)prices.L2Gas.InFri,
            (Felt)(ulong)Header.L1DataAvailability, Felt.FromShortString(Header.StarknetVersion), Header.ParentHash,
        ]);
    }

    private static MaybeRelocatable[] Entry(VmMemory memory, Transaction transaction, TransactionReceipt receipt)
    {
        Felt kind = !TransactionCells.CanState(transaction) ? 0 : transaction switch
        {
            InvokeTransaction => 1,
            DeclareTransaction => 2,
            DeployAccountTransaction => 3,
            _ => 4,
        };
        return
        [
            kind,
            kind.IsZero ? Felt.Zero : memory.Place(TransactionCells.Of(memory, transaction)),
            transaction.Hash,
            (Felt)transaction.Signature.Length, memory.Place(transaction.Signature),
            (Felt)receipt.Events.Length,
            memory.Place(receipt.Events.SelectMany(item => (MaybeRelocatable[])
            [
                item.FromAddress, (Felt)item.Keys.Length, memory.Place(item.Keys), (Felt)item.Data.Length, memory.Place(item.Data),
            ])),
            ReceiptCells(memory, receipt),
        ];
    }

    private static Relocatable ReceiptCells(VmMemory memory, TransactionReceipt receipt)
    {
        Felt[] messages = [.. receipt.Messages.SelectMany(message => (Felt[])
            [message.FromAddress, message.ToAddress, message.Payload.Length, .. message.Payload])];
        return memory.Place(
        [
            (Felt)receipt.ActualFee.Amount, (Felt)receipt.Messages.Length, (Felt)messages.Length, memory.Place(messages),
            receipt.RevertReason is { } reason ? Keccak.StarknetKeccak(reason) : Felt.Zero,
            (Felt)receipt.Gas.L1Gas, (Felt)receipt.Gas.L1DataGas,
        ]);
    }

    private MaybeRelocatable[] DiffCells(VmMemory memory)
    {
        if (Diff is null)
        {
            return
            [
                Felt.Zero, Felt.Zero, Felt.Zero, Felt.Zero, Felt.Zero,
                Header.Commitments.StateDiff, (Felt)Header.Commitments.StateDiffLength,
            ];
        }

        // Unchanged entries stand among the changed ones; the program has to drop them.
        Felt[] addresses = [.. Diff.StorageDiffs.Select(diff => diff.Address)
            .Concat(Diff.Nonces.Select(update => update.Address))
            .Concat(Diff.DeployedContracts.Concat(Diff.ReplacedClasses).Select(contract => contract.Address))
            .SelectMany(address => (Felt[])[address, address + 1]).Distinct().Order()];
        Relocatable contracts = memory.Place(addresses.SelectMany(address => Contract(memory, address)));
        Felt[] classes = [.. Diff.DeclaredClasses.Concat(Diff.MigratedClasses).OrderBy(declared => declared.ClassHash)
            .SelectMany(declared => Access(declared.ClassHash, declared.CompiledClassHash))];
        Relocatable declared = memory.Place(classes);
        return
        [
            Felt.One, contracts, contracts + (3 * addresses.Length), declared, declared + classes.Length, Felt.Zero, Felt.Zero,
        ];
    }

    private MaybeRelocatable[] Contract(VmMemory memory, Felt address)
    {
        ContractClass? contract = Diff!.DeployedContracts.Concat(Diff.ReplacedClasses)
            .Where(item => item.Address == address).Select(item => (ContractClass?)item).SingleOrDefault();
        NonceUpdate? nonce = Diff.Nonces.Where(update => update.Address == address)
            .Select(update => (NonceUpdate?)update).SingleOrDefault();
        Felt[] storage = [.. Diff.StorageDiffs.Where(diff => diff.Address == address).SelectMany(diff => diff.Entries)
            .OrderBy(entry => entry.Key).SelectMany(entry => Access(entry.Key, entry.Value))];
        Relocatable cells = memory.Place(storage);
        MaybeRelocatable[] before = [Felt.Zero, Felt.Zero, cells, cells];
        MaybeRelocatable[] after = [contract?.ClassHash ?? Felt.Zero, nonce?.Nonce ?? Felt.Zero, cells, cells + storage.Length];
        return [address, memory.Place(before), memory.Place(after)];
    }

    private static Felt[] Access(Felt key, Felt value) => [key, value + 1, value, key + 1, 7, 7];
}
