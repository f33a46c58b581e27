using System;
using System.Collections.Frozen;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Casm.Classes;
using Kraken.Execution.Calls;
using Kraken.Execution.Constants;
using Kraken.Execution.Errors;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Starknet.Chain;

namespace Kraken.Execution.Syscalls;

/// <summary>
/// The system calls of a run of Cairo 0 code: a request lies where the one before ended, its answer is written behind it. Nothing that
/// fails can be caught.
/// </summary>
/// <param name="frame">The call.</param>
/// <param name="memory">The run's memory.</param>
/// <param name="start">Where the first request lies.</param>
internal sealed class DeprecatedSyscalls(CallFrame frame, SyscallMemory memory, Relocatable start)
{
    private static readonly FrozenDictionary<Felt, DeprecatedSyscall> Names =
        Enum.GetValues<DeprecatedSyscall>().ToFrozenDictionary(static call => Felt.FromShortString(call.ToString()));

    private readonly DeprecatedCursor cursor = new(memory, start);
    private readonly long[] calls = new long[Names.Count];
    private readonly long[] felts = new long[Names.Count];
    private Relocatable? signature;
    private Relocatable? transaction;

    /// <summary>Where the next request would lie.</summary>
    internal Relocatable End => cursor.Position;

    private CallContext Context => frame.Context;

    /// <summary>What the OS spends on the calls made so far.</summary>
    internal VmResources Resources()
    {
        VmResources total = default;
        for (int i = 0; i < calls.Length; i++)
        {
            total.Add(Context.Constants.Os.Of((DeprecatedSyscall)i).Of(calls[i], felts[i]), 1);
        }

        return total;
    }

    /// <summary>Makes the call whose request lies at an address.</summary>
    internal void SystemCall(Relocatable request)
    {
        try
        {
            Execute(request);
        }
        catch (SyscallException exception)
        {
            throw new HintException("SystemCall", "a system call stopped the run", exception.Error);
        }
    }

    private void Execute(Relocatable request)
    {
        Context.Budget?.Check();
        if (request != cursor.Position)
        {
            throw CallFrame.Fault($"Bad syscall_ptr; expected: {cursor.Position}, got: {request}.");
        }

        Felt name = cursor.TakeFelt();
        if (!Names.TryGetValue(name, out DeprecatedSyscall call))
        {
            throw CallFrame.Fault($"Invalid syscall selector: {FrameText.Hex(name)}.");
        }

        calls[(int)call]++;
        switch (call)
        {
            case DeprecatedSyscall.CallContract: CallContract(); break;
            case DeprecatedSyscall.DelegateCall: DelegateCall(EntryPointType.External); break;
            case DeprecatedSyscall.DelegateL1Handler: DelegateCall(EntryPointType.L1Handler); break;
            case DeprecatedSyscall.LibraryCall: LibraryCall(EntryPointType.External); break;
            case DeprecatedSyscall.LibraryCallL1Handler: LibraryCall(EntryPointType.L1Handler); break;
            case DeprecatedSyscall.Deploy: Deploy(); break;
            case DeprecatedSyscall.EmitEvent: frame.EmitEvent(cursor.TakeArray(), cursor.TakeArray()); break;
            case DeprecatedSyscall.ReplaceClass: frame.ReplaceClass(cursor.TakeFelt()); break;
            case DeprecatedSyscall.SendMessageToL1: SendMessage(); break;
            case DeprecatedSyscall.StorageRead: cursor.Give(frame.ReadStorage(cursor.TakePatriciaKey())); break;
            case DeprecatedSyscall.StorageWrite: frame.WriteStorage(cursor.TakePatriciaKey(), cursor.TakeFelt()); break;
            default: TellInfo(call); break;
        }
    }

    private void TellInfo(DeprecatedSyscall call)
    {
        switch (call)
        {
            case DeprecatedSyscall.GetCallerAddress: cursor.Give(frame.Request.CallerAddress); break;
            case DeprecatedSyscall.GetContractAddress: cursor.Give(frame.Request.StorageAddress); break;
            case DeprecatedSyscall.GetTxInfo: cursor.Give(TransactionInfo()); break;
            case DeprecatedSyscall.GetTxSignature:
                cursor.Give((Felt)Context.Transaction.Signature.Length);
                cursor.Give(Signature());
                break;
            case DeprecatedSyscall.GetSequencerAddress when Context.Mode == ExecutionMode.Validate:
                throw CallFrame.RefusedInValidation("get_sequencer_address");
            default:
                Felt[] block = ExecutionInfo.BlockFields(Context);
                cursor.Give(block[(int)(call switch
                {
                    DeprecatedSyscall.GetBlockNumber => 0,
                    DeprecatedSyscall.GetBlockTimestamp => 1,
                    _ => 2,
                })]);
                break;
        }
    }

    private void CallContract()
    {
        Felt contract = cursor.TakePatriciaKey();
        (Felt selector, Felt[] calldata) = (cursor.TakeFelt(), cursor.TakeArray());
        if (Context.Mode == ExecutionMode.Validate && contract != frame.Request.StorageAddress)
        {
            throw CallFrame.RefusedInValidation("call_contract");
        }

        if (Context.Constants.Flags.BlockDirectExecuteCall && selector == Context.Constants.Selectors.Execute)
        {
            throw CallFrame.Fault("Calling `__execute__` directly is not allowed.");
        }

        CallRequest call = Request(EntryPointType.External, selector, calldata) with
        {
            CodeAddress = contract,
            StorageAddress = contract,
            CallerAddress = frame.Request.StorageAddress,
        };
        InnerCall(call, Context.State.ClassHashAt(contract));
    }

    private void DelegateCall(EntryPointType kind)
    {
        Felt contract = cursor.TakePatriciaKey();
        (Felt selector, Felt[] calldata) = (cursor.TakeFelt(), cursor.TakeArray());
        Felt classHash = Context.State.ClassHashAt(contract);
        CallRequest call = Request(kind, selector, calldata) with
        {
            ClassHash = classHash, CodeAddress = contract, CallType = CallType.LibraryCall,
        };
        InnerCall(call, classHash);
    }

    private void LibraryCall(EntryPointType kind)
    {
        Felt classHash = cursor.TakeFelt();
        (Felt selector, Felt[] calldata) = (cursor.TakeFelt(), cursor.TakeArray());
        InnerCall(Request(kind, selector, calldata) with { ClassHash = classHash, CallType = CallType.LibraryCall }, classHash);
    }

    // A call of the contract by its own caller, as library calls are.
    private CallRequest Request(EntryPointType kind, in Felt selector, Felt[] calldata) => new()
    {
        Kind = kind,
        Selector = selector,
        Calldata = calldata,
        StorageAddress = frame.Request.StorageAddress,
        CallerAddress = frame.Request.CallerAddress,
        InitialGas = Context.Constants.Gas.DefaultInitial,
    };

    private void InnerCall(CallRequest call, in Felt classHash)
    {
        ulong gas = call.InitialGas;
        CallInfo info;
        try
        {
            info = EntryPointCaller.ExecuteOrThrow(Context, call, TrackedResource.CairoSteps, ref gas);
        }
        catch (EntryPointException exception)
        {
            throw new SyscallException(new InnerCallError(
                call.CallType == CallType.LibraryCall, call.StorageAddress, classHash, call.Selector, exception.Error));
        }

        frame.InnerCalls.Add(info);
        cursor.Give((Felt)info.Retdata.Length);
        cursor.Give(memory.AllocateReadOnly(info.Retdata));
    }

    private void Deploy()
    {
        (Felt classHash, Felt salt) = (cursor.TakeFelt(), cursor.TakeFelt());
        Felt[] calldata = cursor.TakeArray();
        Felt fromZero = cursor.TakeFelt();
        if (!fromZero.IsZero && fromZero != Felt.One)
        {
            throw CallFrame.Fault(
                $"Invalid syscall input: {fromZero}; The deploy_from_zero field in the deploy system call must be 0 or 1.");
        }

        felts[(int)DeprecatedSyscall.Deploy] += calldata.Length;
        ulong gas = Context.Constants.Gas.DefaultInitial;
        frame.Deploy(classHash, salt, calldata, !fromZero.IsZero, ref gas, out Felt contract);
        cursor.Give(contract);

        // What a constructor returned was never given.
        cursor.Give(Felt.Zero);
        cursor.Give(Felt.Zero);
    }

    private void SendMessage()
    {
        (Felt toAddress, Felt[] payload) = (cursor.TakeFelt(), cursor.TakeArray());
        felts[(int)DeprecatedSyscall.SendMessageToL1] += payload.Length;
        frame.SendMessage(toAddress, payload);
    }

    private Relocatable Signature() => signature ??= memory.AllocateReadOnly(Context.Transaction.Signature);

    // Some old accounts know version 1 only; they see it unless a larger tip than agreed would hide behind it.
    private Relocatable TransactionInfo()
    {
        TransactionInfo info = Context.Transaction;
        LegacyAccounts legacy = Context.Constants.LegacyAccounts;
        bool isBound = info.IsCurrent && info.Tip <= legacy.VersionOneMaxTip && legacy.VersionOneOfCairo0.Contains(frame.ClassHash);
        return isBound
            ? Allocate(info, info.Version - Transactions.TransactionInfo.VersionThree + Felt.One)
            : transaction ??= Allocate(info, info.Version);
    }

    private Relocatable Allocate(TransactionInfo info, in Felt version) => memory.AllocateReadOnly(
    [
        version, info.Sender, Felt.Zero, (Felt)info.Signature.Length, Signature(), info.Hash, Context.Chain.ChainId.Value, info.Nonce,
    ]);
}
