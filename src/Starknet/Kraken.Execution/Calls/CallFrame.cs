using System;
using System.Collections.Generic;
using Kraken.Casm.Classes;
using Kraken.Execution.Classes;
using Kraken.Execution.Constants;
using Kraken.Execution.Errors;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Transactions;
using Kraken.State.Journal;

namespace Kraken.Execution.Calls;

/// <summary>A running call: its request, its effects so far and the system calls as operations on the state.</summary>
internal sealed class CallFrame
{
    private readonly long[] calls = new long[SyscallCount];

    // Few calls pass arrays that are paid for by their length.
    private long[]? felts;

    internal CallFrame(CallContext context, CallRequest request, Felt classHash, TrackedResource tracked)
    {
        Context = context;
        Request = request;
        ClassHash = classHash;
        Tracked = tracked;
        Answers = context.RecordsAnswers ? [] : null;
    }

    private static int SyscallCount { get; } = Enum.GetValues<SyscallSelector>().Length;

    internal CallContext Context { get; }

    internal CallRequest Request { get; }

    internal Felt ClassHash { get; }

    internal TrackedResource Tracked { get; }

    internal List<OrderedEvent> Events { get; } = [];

    internal List<OrderedMessage> Messages { get; } = [];

    internal List<CallInfo> InnerCalls { get; } = [];

    internal List<SyscallAnswer>? Answers { get; }

    private JournaledState State => Context.State;

    private VersionedConstants Constants => Context.Constants;

    internal void Count(SyscallSelector selector, long times) => calls[(int)selector] += times;

    internal void CountFelts(SyscallSelector selector, int length) => (felts ??= new long[SyscallCount])[(int)selector] += length;

    // What the OS spends on this call's system calls, for calls metered by steps. Keccak counts its rounds, and its fixed part once.
    internal VmResources SyscallResources()
    {
        VmResources total = default;
        for (int i = 0; i < SyscallCount; i++)
        {
            if (calls[i] == 0)
            {
                continue;
            }

            SyscallSelector selector = (SyscallSelector)i;
            if (selector == SyscallSelector.Keccak)
            {
                total.Add(Constants.Os.Of(SyscallSelector.Keccak).Constant, 1);
                selector = SyscallSelector.KeccakRound;
            }

            total.Add(Constants.Os.Of(selector).Of(calls[i], felts?[i] ?? 0), 1);
        }

        return total;
    }

    internal Felt ReadStorage(in Felt key) => State.StorageAt(Request.StorageAddress, key);

    internal void WriteStorage(in Felt key, in Felt value) => State.SetStorage(Request.StorageAddress, key, value);

    internal SyscallResult CallContract(in Felt contract, in Felt selector, Felt[] calldata, ref ulong gas)
    {
        Felt classHash = State.ClassHashAt(contract);
        if (Context.Mode == ExecutionMode.Validate && contract != Request.StorageAddress)
        {
            throw RefusedInValidation("call_contract");
        }

        if (Constants.Flags.BlockDirectExecuteCall && selector == Constants.Selectors.Execute)
        {
            return SyscallResult.Failure(Constants.Failures.InvalidArgument);
        }

        CallRequest call = new()
        {
            ClassHash = classHash.IsZero ? null : classHash,
            CodeAddress = contract,
            Kind = EntryPointType.External,
            Selector = selector,
            Calldata = calldata,
            StorageAddress = contract,
            CallerAddress = Request.StorageAddress,
            InitialGas = gas,
        };
        return InnerCall(call, isLibraryCall: false, classHash, ref gas);
    }

    internal SyscallResult LibraryCall(in Felt classHash, in Felt selector, Felt[] calldata, ref ulong gas)
    {
        CallRequest call = new()
        {
            ClassHash = classHash,
            Kind = EntryPointType.External,
            Selector = selector,
            Calldata = calldata,
            StorageAddress = Request.StorageAddress,
            CallerAddress = Request.CallerAddress,
            CallType = CallType.LibraryCall,
            InitialGas = gas,
        };
        return InnerCall(call, isLibraryCall: true, classHash, ref gas);
    }

    // An account's __execute__ as the outermost call of a transaction of version 0 would make it, by whoever calls this.
    internal SyscallResult MetaTransaction(in Felt contract, in Felt selector, Felt[] calldata, Felt[] signature, ref ulong gas)
    {
        CountFelts(SyscallSelector.MetaTxV0, calldata.Length);
        if (Context.Mode == ExecutionMode.Validate)
        {
            throw RefusedInValidation("meta_tx_v0");
        }

        if (selector != Constants.Selectors.Execute)
        {
            return SyscallResult.Failure(Constants.Failures.InvalidArgument);
        }

        CallRequest call = new()
        {
            CodeAddress = contract,
            Kind = EntryPointType.External,
            Selector = selector,
            Calldata = calldata,
            StorageAddress = contract,
            CallerAddress = default,
            InitialGas = gas,
        };
        TransactionInfo outer = Context.Transaction;
        Felt classHash = State.ClassHashAt(contract);
        Context.Transaction = outer.AsMetaTransaction(contract, selector, calldata, signature, Context.Chain.ChainId);
        try
        {
            return InnerCall(call, isLibraryCall: false, classHash, ref gas);
        }
        finally
        {
            Context.Transaction = outer;
        }
    }

    private SyscallResult InnerCall(CallRequest call, bool isLibraryCall, in Felt classHash, ref ulong gas)
    {
        int checkpoint = State.Checkpoint;
        (int events, int messages) = (Context.EventCount, Context.MessageCount);
        CallInfo info;
        try
        {
            info = EntryPointCaller.Execute(Context, call, Tracked, ref gas);
        }
        catch (EntryPointException exception)
        {
            throw new SyscallException(new InnerCallError(isLibraryCall, call.StorageAddress, classHash, call.Selector, exception.Error));
        }

        InnerCalls.Add(info);
        if (!info.Failed)
        {
            return SyscallResult.Success(info.Retdata);
        }

        State.RevertTo(checkpoint);
        (Context.EventCount, Context.MessageCount) = (events, messages);
        info.DropEffects();
        return SyscallResult.Failure([.. info.Retdata, Constants.Failures.EntryPointFailed]);
    }

    internal Felt[] Deploy(in Felt classHash, in Felt salt, Felt[] calldata, bool fromZero, ref ulong gas, out Felt contract)
    {
        CountFelts(SyscallSelector.Deploy, calldata.Length);
        if (Constants.Flags.NoDeployInValidation && Context.Mode == ExecutionMode.Validate)
        {
            throw RefusedInValidation("deploy");
        }

        contract = ContractAddresses.Compute(fromZero ? default : Request.StorageAddress, salt, classHash, calldata);
        Deployment deployment = new(classHash, contract, contract, Request.StorageAddress);
        CallInfo info = deployment.Execute(Context, calldata, Tracked, ref gas);
        InnerCalls.Add(info);
        return info.Retdata;
    }

    internal void EmitEvent(Felt[] keys, Felt[] data)
    {
        EventLimits limits = Constants.Events;
        int number = Context.EventCount + 1;
        string? excess = number > limits.MaxEvents ? $"number of events, number events: {number}, max number events: {limits.MaxEvents}."
            : keys.Length > limits.MaxKeysLength ? $"keys length, keys length: {keys.Length}, max keys length: {limits.MaxKeysLength}."
            : data.Length > limits.MaxDataLength ? $"data length, data length: {data.Length}, max data length: {limits.MaxDataLength}."
            : null;
        if (excess is not null)
        {
            throw Fault($"Exceeded the maximum {excess}");
        }

        Events.Add(new(Context.EventCount, keys, data));
        Context.EventCount++;
    }

    internal void SendMessage(in Felt toAddress, Felt[] payload)
    {
        CountFelts(SyscallSelector.SendMessageToL1, payload.Length);
        toAddress.ToCanonicalLimbs(out _, out _, out ulong high, out ulong highest);
        if (high > uint.MaxValue || highest != 0)
        {
            throw Fault($"Out of range {FrameText.Number(toAddress)}.");
        }

        Messages.Add(new(Context.MessageCount, toAddress, payload));
        Context.MessageCount++;
    }

    internal SyscallResult BlockHash(ulong number)
    {
        ulong buffer = Constants.System.BlockHashBuffer;
        if (Context.Block.Number < buffer || number > Context.Block.Number - buffer)
        {
            // A failure that validation could act on would differ between the mempool and the block: refused there.
            return Context.Mode == ExecutionMode.Execute
                ? SyscallResult.Failure(Constants.Failures.BlockNumberOutOfRange)
                : throw RefusedInValidation("get_block_hash on recent blocks");
        }

        return SyscallResult.Success(State.StorageAt(Constants.System.BlockHashes, number));
    }

    internal Felt ClassHashAt(in Felt contract) =>
        Context.Mode == ExecutionMode.Execute ? State.ClassHashAt(contract) : throw RefusedInValidation("get_class_hash_at");

    internal void ReplaceClass(in Felt classHash)
    {
        RunnableClass target = EntryPointCaller.FindClass(Context, classHash) ?? throw Fault(EntryPointCaller.Undeclared(classHash));
        if (target.Deprecated is not null && EntryPointCaller.FindClass(Context, ClassHash) is { Deprecated: null })
        {
            throw Fault($"Cannot replace V1 class hash with V0 class hash: {FrameText.Hex(classHash)}.");
        }

        State.SetClassHash(Request.StorageAddress, classHash);
    }

    internal static SyscallException Fault(string message) => new(new SyscallFault(message));

    internal static SyscallException RefusedInValidation(string name) => Fault($"Unauthorized syscall {name} in execution mode Validate.");
}
