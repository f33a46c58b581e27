using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.BlockProof.Program;
using Kraken.BlockProof.Replay;
using Kraken.BlockProof.Runs;
using Kraken.Casm.Classes;
using Kraken.Execution.Calls;
using Kraken.Execution.Constants;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;
using Kraken.State;
using Kraken.State.Journal;

namespace Kraken.BlockProof.Tests.Binding;

/// <summary>A call of the development node's run with its block, built from the data alone: the run is not asked.</summary>
internal sealed class BoundCall
{
    public const ulong Given = 5_000_000;

    public static VersionedConstants Constants { get; } = VersionedConstants.ForVersion("0.14.4")!;

    public BoundCall(DevnetCall call)
    {
        Source = call;
        InvokeProgram program = InvokeProgram.Build(call.ClassHash, RepositoryData.Casm("demo"), call.Selector, Constants);
        ulong budget = Constants.Gas.EntryPointInitialBudget;
        if (!InvokeRun.TryRun(
            program, new(Given - budget, call.Calldata), new ContractStorage(key => call.Before.GetValueOrDefault(key)),
            Constants, out InvokeRun? run, out string? error))
        {
            throw new InvalidOperationException(error);
        }

        Output = run!.Output;
        Felt transactionHash = 17;
        ContractEvent[] events = [.. call.Events.Select(item => new ContractEvent(call.Contract, item.Keys, item.Data))];
        TransactionReceipt receipt = new()
        {
            TransactionHash = transactionHash,
            Type = TransactionType.Invoke,
            ActualFee = new FeePayment(1),
            Gas = default,
            Events = [.. events, new ContractEvent(1234, [1], [2])],
        };
        StorageEntry[] changed =
        [
            .. call.After.Where(pair => call.Before.GetValueOrDefault(pair.Key) != pair.Value)
                .Select(pair => new StorageEntry(pair.Key, pair.Value)),
        ];
        Call = new ReplayedCall
        {
            TransactionIndex = 0,
            Transaction = new InvokeTransaction
            {
                SenderAddress = 5,
                Nonce = 0,
                Calldata = [1, call.Contract, call.Selector, call.Calldata.Length, .. call.Calldata],
                ResourceBounds = new(default, default, default),
                Hash = transactionHash,
            },
            Receipt = receipt,
            Call = new CallInfo
            {
                Request = new CallRequest
                {
                    Kind = EntryPointType.External,
                    Selector = call.Selector,
                    Calldata = [.. call.Calldata],
                    StorageAddress = call.Contract,
                    CallerAddress = 5,
                    InitialGas = Given,
                },
                ClassHash = call.ClassHash,
                Tracked = TrackedResource.SierraGas,
                Retdata = [.. call.Result],
                GasConsumed = Output.GasUsed.TryToUInt64(out ulong used) ? used + budget : 0,
                Events = [.. call.Events.Select((item, order) => new OrderedEvent(order, [.. item.Keys], [.. item.Data]))],
            },
            History = History(changed),
            IsOnlyOfContract = true,
        };
        Decided = new DecidedBlock(
            new Block(null!, [Call.Transaction], [receipt]),
            new StateDiff { StorageDiffs = [new ContractStorageDiff(call.Contract, [.. changed])] },
            null);
    }

    public DevnetCall Source { get; }

    public InvokeOutput Output { get; }

    public ReplayedCall Call { get; }

    public DecidedBlock Decided { get; }

    /// <summary>The contract's storage through a block whose transactions write, one after the other, these cells.</summary>
    public ContractHistory History(params StorageEntry[][] transactions) => new(
        new Cells(Source),
        Source.Contract,
        [
            .. transactions.Select(writes => new ExecutedOutcome
            {
                Gas = default,
                DataGas = default,
                Fee = 0,
                Resources = default!,
                Usage = default!,
                Changes = [.. writes.Select(write => new StateChange(CellKind.Storage, Source.Contract, write.Key, default, write.Value))],
            }),
        ]);

    /// <summary>The state before the call.</summary>
    private sealed class Cells(DevnetCall call) : IStateReader
    {
        public Felt StorageAt(in Felt contract, in Felt key) => contract == call.Contract ? call.Before.GetValueOrDefault(key) : default;

        public Felt NonceAt(in Felt contract) => default;

        public Felt ClassHashAt(in Felt contract) => default;

        public Felt CompiledClassHashOf(in Felt classHash) => default;
    }
}
