using System;
using Kraken.Cairo.Hints.Casm;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Execution.Calls;
using Kraken.Execution.Constants;
using Kraken.Execution.Errors;
using Kraken.Fields;

namespace Kraken.Execution.Syscalls;

/// <summary>
/// Executes the system calls of a running call. A request lies at the system pointer: selector, gas, arguments; the answer is written
/// behind it: gas left, failure flag, then results, or start and end of the failure's felts.
/// </summary>
internal sealed class SyscallHandler : IStarknetHintHost
{
    private readonly CallFrame frame;
    private readonly SyscallMemory memory;
    private readonly HashSyscalls hashes;
    private readonly SecpSyscalls secp;
    private Relocatable? executionInfo;

    internal SyscallHandler(CallFrame frame, SyscallMemory memory)
    {
        this.frame = frame;
        this.memory = memory;
        hashes = new(frame, memory);
        secp = new(frame, memory);
    }

    /// <inheritdoc/>
    public void SystemCall(VirtualMachine machine, Relocatable request)
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
        frame.Context.Budget?.Check();
        SyscallCursor cursor = new(memory, request);
        Felt name = cursor.Felt();
        if (!SyscallNames.TryFind(name, out SyscallSelector selector))
        {
            throw CallFrame.Fault($"Invalid syscall selector: {FrameText.Hex(name)}.");
        }

        if (selector != SyscallSelector.Keccak)
        {
            frame.Count(selector, 1);
        }

        ulong gas = cursor.UInt64("Unexpected gas.");
        Dispatch(selector, gas, ref cursor);
    }

    private void Dispatch(SyscallSelector selector, ulong gas, ref SyscallCursor cursor)
    {
        switch (selector)
        {
            case SyscallSelector.StorageRead: StorageRead(gas, ref cursor); break;
            case SyscallSelector.StorageWrite: StorageWrite(gas, ref cursor); break;
            case SyscallSelector.CallContract: CallContract(gas, ref cursor); break;
            case SyscallSelector.LibraryCall: LibraryCall(gas, ref cursor); break;
            case SyscallSelector.Deploy: Deploy(gas, ref cursor); break;
            case SyscallSelector.EmitEvent: EmitEvent(gas, ref cursor); break;
            case SyscallSelector.GetExecutionInfo: GetExecutionInfo(gas, ref cursor); break;
            case SyscallSelector.GetBlockHash: GetBlockHash(gas, ref cursor); break;
            case SyscallSelector.GetClassHashAt: GetClassHashAt(gas, ref cursor); break;
            case SyscallSelector.ReplaceClass: ReplaceClass(gas, ref cursor); break;
            case SyscallSelector.SendMessageToL1: SendMessage(gas, ref cursor); break;
            case SyscallSelector.Keccak: hashes.Keccak(gas, ref cursor); break;
            case SyscallSelector.Sha256ProcessBlock: hashes.Sha256(gas, ref cursor); break;
            default: secp.Execute(selector, gas, ref cursor); break;
        }
    }

    private void StorageRead(ulong gas, ref SyscallCursor cursor)
    {
        Felt key = StorageKey(ref cursor);
        if (TryPay(SyscallSelector.StorageRead, 0, ref gas, ref cursor))
        {
            cursor.Succeed(gas);
            cursor.Write(frame.ReadStorage(key));
        }
    }

    private void StorageWrite(ulong gas, ref SyscallCursor cursor)
    {
        Felt key = StorageKey(ref cursor);
        Felt value = cursor.Felt();
        if (TryPay(SyscallSelector.StorageWrite, 0, ref gas, ref cursor))
        {
            frame.WriteStorage(key, value);
            cursor.Succeed(gas);
        }
    }

    private static Felt StorageKey(ref SyscallCursor cursor)
    {
        Felt domain = cursor.Felt();
        return domain.IsZero ? cursor.PatriciaKey() : throw CallFrame.Fault($"Invalid address domain: {domain}.");
    }

    private void CallContract(ulong gas, ref SyscallCursor cursor)
    {
        Felt contract = cursor.PatriciaKey();
        Felt selector = cursor.Felt();
        Felt[] calldata = cursor.Array();
        if (TryPay(SyscallSelector.CallContract, 0, ref gas, ref cursor))
        {
            Answer(frame.CallContract(contract, selector, calldata, ref gas), gas, ref cursor);
        }
    }

    private void LibraryCall(ulong gas, ref SyscallCursor cursor)
    {
        Felt classHash = cursor.Felt();
        Felt selector = cursor.Felt();
        Felt[] calldata = cursor.Array();
        if (TryPay(SyscallSelector.LibraryCall, 0, ref gas, ref cursor))
        {
            Answer(frame.LibraryCall(classHash, selector, calldata, ref gas), gas, ref cursor);
        }
    }

    private static void Answer(SyscallResult result, ulong gas, ref SyscallCursor cursor)
    {
        if (result.Failed)
        {
            cursor.Fail(gas, result.Data);
            return;
        }

        cursor.Succeed(gas);
        cursor.WriteArray(result.Data);
    }

    private void Deploy(ulong gas, ref SyscallCursor cursor)
    {
        Felt classHash = cursor.Felt();
        Felt salt = cursor.Felt();
        Felt[] calldata = cursor.Array();
        Felt fromZero = cursor.Felt();
        if (!fromZero.IsZero && fromZero != Felt.One)
        {
            throw CallFrame.Fault(
                $"Invalid syscall input: {fromZero}; The deploy_from_zero field in the deploy system call must be 0 or 1.");
        }

        if (TryPay(SyscallSelector.Deploy, calldata.Length, ref gas, ref cursor))
        {
            Felt[] retdata = frame.Deploy(classHash, salt, calldata, !fromZero.IsZero, ref gas, out Felt contract);
            cursor.Succeed(gas);
            cursor.Write(contract);
            cursor.WriteArray(retdata);
        }
    }

    private void EmitEvent(ulong gas, ref SyscallCursor cursor)
    {
        Felt[] keys = cursor.Array();
        Felt[] data = cursor.Array();
        if (TryPay(SyscallSelector.EmitEvent, 0, ref gas, ref cursor))
        {
            frame.EmitEvent(keys, data);
            cursor.Succeed(gas);
        }
    }

    private void GetExecutionInfo(ulong gas, ref SyscallCursor cursor)
    {
        if (TryPay(SyscallSelector.GetExecutionInfo, 0, ref gas, ref cursor))
        {
            executionInfo ??= ExecutionInfoSegments.Allocate(frame, memory);
            cursor.Succeed(gas);
            cursor.Write(executionInfo.Value);
        }
    }

    private void GetBlockHash(ulong gas, ref SyscallCursor cursor)
    {
        ulong number = cursor.UInt64("Block number must fit within 64 bits.");
        if (!TryPay(SyscallSelector.GetBlockHash, 0, ref gas, ref cursor))
        {
            return;
        }

        SyscallResult result = frame.BlockHash(number);
        if (result.Failed)
        {
            cursor.Fail(gas, result.Data);
            return;
        }

        cursor.Succeed(gas);
        cursor.Write(result.Data[0]);
    }

    private void GetClassHashAt(ulong gas, ref SyscallCursor cursor)
    {
        Felt contract = cursor.PatriciaKey();
        if (TryPay(SyscallSelector.GetClassHashAt, 0, ref gas, ref cursor))
        {
            Felt classHash = frame.ClassHashAt(contract);
            cursor.Succeed(gas);
            cursor.Write(classHash);
        }
    }

    private void ReplaceClass(ulong gas, ref SyscallCursor cursor)
    {
        Felt classHash = cursor.Felt();
        if (TryPay(SyscallSelector.ReplaceClass, 0, ref gas, ref cursor))
        {
            frame.ReplaceClass(classHash);
            cursor.Succeed(gas);
        }
    }

    private void SendMessage(ulong gas, ref SyscallCursor cursor)
    {
        Felt toAddress = cursor.Felt();
        Felt[] payload = cursor.Array();
        if (TryPay(SyscallSelector.SendMessageToL1, payload.Length, ref gas, ref cursor))
        {
            frame.SendMessage(toAddress, payload);
            cursor.Succeed(gas);
        }
    }

    private bool TryPay(SyscallSelector selector, int felts, ref ulong gas, ref SyscallCursor cursor) =>
        SyscallGas.TryPay(frame, selector, felts, ref gas, ref cursor);
}
