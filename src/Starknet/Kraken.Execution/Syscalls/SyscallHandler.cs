using Kraken.Execution.Calls;
using Kraken.Execution.Constants;
using Kraken.Execution.Errors;
using Kraken.Fields;

namespace Kraken.Execution.Syscalls;

/// <summary>
/// Executes the system calls of a running call: name and gas come first, then the arguments; the answer is the gas left, whether the call
/// failed, then results or the failure's felts.
/// </summary>
internal sealed class SyscallHandler
{
    private readonly CallFrame frame;

    // Few calls use either.
    private HashSyscalls? hashes;
    private SecpSyscalls? secp;

    internal SyscallHandler(CallFrame frame) => this.frame = frame;

    private HashSyscalls Hashes => hashes ??= new(frame);

    private SecpSyscalls Secp => secp ??= new(frame);

    /// <summary>Executes a call.</summary>
    /// <exception cref="SyscallException">The call ends the run.</exception>
    internal void Execute(SyscallSelector selector, ulong gas, ISyscallWire wire)
    {
        switch (selector)
        {
            case SyscallSelector.StorageRead: StorageRead(gas, wire); break;
            case SyscallSelector.StorageWrite: StorageWrite(gas, wire); break;
            case SyscallSelector.CallContract: CallContract(gas, wire); break;
            case SyscallSelector.LibraryCall: LibraryCall(gas, wire); break;
            case SyscallSelector.Deploy: Deploy(gas, wire); break;
            case SyscallSelector.EmitEvent: EmitEvent(gas, wire); break;
            case SyscallSelector.GetExecutionInfo: GetExecutionInfo(gas, wire); break;
            case SyscallSelector.GetBlockHash: GetBlockHash(gas, wire); break;
            case SyscallSelector.GetClassHashAt: GetClassHashAt(gas, wire); break;
            case SyscallSelector.ReplaceClass: ReplaceClass(gas, wire); break;
            case SyscallSelector.SendMessageToL1: SendMessage(gas, wire); break;
            case SyscallSelector.Keccak: Hashes.Keccak(gas, wire); break;
            case SyscallSelector.Sha256ProcessBlock: Hashes.Sha256(gas, wire); break;
            case SyscallSelector.Sha512ProcessBlock: Hashes.Sha512(gas, wire); break;
            case SyscallSelector.MetaTxV0: MetaTransaction(gas, wire); break;
            default: Secp.Execute(selector, gas, wire); break;
        }
    }

    /// <summary>Notes that a call was made. Keccak counts its rounds when it knows them.</summary>
    internal void Count(SyscallSelector selector)
    {
        if (selector != SyscallSelector.Keccak)
        {
            frame.Count(selector, 1);
        }
    }

    private void StorageRead(ulong gas, ISyscallWire wire)
    {
        Felt key = StorageKey(wire);
        if (TryPay(SyscallSelector.StorageRead, 0, ref gas, wire))
        {
            wire.Succeed(gas);
            wire.Give(frame.ReadStorage(key));
        }
    }

    private void StorageWrite(ulong gas, ISyscallWire wire)
    {
        Felt key = StorageKey(wire);
        Felt value = wire.TakeFelt();
        if (TryPay(SyscallSelector.StorageWrite, 0, ref gas, wire))
        {
            frame.WriteStorage(key, value);
            wire.Succeed(gas);
        }
    }

    private static Felt StorageKey(ISyscallWire wire)
    {
        Felt domain = wire.TakeFelt();
        return domain.IsZero ? wire.TakePatriciaKey() : throw CallFrame.Fault($"Invalid address domain: {FrameText.Number(domain)}.");
    }

    private void CallContract(ulong gas, ISyscallWire wire)
    {
        Felt contract = wire.TakePatriciaKey();
        Felt selector = wire.TakeFelt();
        Felt[] calldata = wire.TakeArray();
        if (TryPay(SyscallSelector.CallContract, 0, ref gas, wire))
        {
            Answer(frame.CallContract(contract, selector, calldata, ref gas), gas, wire);
        }
    }

    private void LibraryCall(ulong gas, ISyscallWire wire)
    {
        Felt classHash = wire.TakeFelt();
        Felt selector = wire.TakeFelt();
        Felt[] calldata = wire.TakeArray();
        if (TryPay(SyscallSelector.LibraryCall, 0, ref gas, wire))
        {
            Answer(frame.LibraryCall(classHash, selector, calldata, ref gas), gas, wire);
        }
    }

    private void MetaTransaction(ulong gas, ISyscallWire wire)
    {
        Felt contract = wire.TakePatriciaKey();
        Felt selector = wire.TakeFelt();
        Felt[] calldata = wire.TakeArray();
        Felt[] signature = wire.TakeArray();
        if (TryPay(SyscallSelector.MetaTxV0, calldata.Length, ref gas, wire))
        {
            Answer(frame.MetaTransaction(contract, selector, calldata, signature, ref gas), gas, wire);
        }
    }

    private static void Answer(SyscallResult result, ulong gas, ISyscallWire wire)
    {
        if (result.Failed)
        {
            wire.Fail(gas, result.Data);
            return;
        }

        wire.Succeed(gas);
        wire.GiveArray(result.Data);
    }

    private void Deploy(ulong gas, ISyscallWire wire)
    {
        Felt classHash = wire.TakeFelt();
        Felt salt = wire.TakeFelt();
        Felt[] calldata = wire.TakeArray();
        Felt fromZero = wire.TakeFelt();
        if (!fromZero.IsZero && fromZero != Felt.One)
        {
            throw CallFrame.Fault(
                $"Invalid syscall input: {fromZero}; The deploy_from_zero field in the deploy system call must be 0 or 1.");
        }

        if (TryPay(SyscallSelector.Deploy, calldata.Length, ref gas, wire))
        {
            Felt[] retdata = frame.Deploy(classHash, salt, calldata, !fromZero.IsZero, ref gas, out Felt contract);
            wire.Succeed(gas);
            wire.Give(contract);
            wire.GiveArray(retdata);
        }
    }

    private void EmitEvent(ulong gas, ISyscallWire wire)
    {
        Felt[] keys = wire.TakeArray();
        Felt[] data = wire.TakeArray();
        if (TryPay(SyscallSelector.EmitEvent, 0, ref gas, wire))
        {
            frame.EmitEvent(keys, data);
            wire.Succeed(gas);
        }
    }

    private void GetExecutionInfo(ulong gas, ISyscallWire wire)
    {
        if (TryPay(SyscallSelector.GetExecutionInfo, 0, ref gas, wire))
        {
            wire.Succeed(gas);
            wire.GiveExecutionInfo(() => ExecutionInfo.Of(frame));
        }
    }

    private void GetBlockHash(ulong gas, ISyscallWire wire)
    {
        ulong number = wire.TakeUInt64("Block number must fit within 64 bits.");
        if (!TryPay(SyscallSelector.GetBlockHash, 0, ref gas, wire))
        {
            return;
        }

        SyscallResult result = frame.BlockHash(number);
        if (result.Failed)
        {
            wire.Fail(gas, result.Data);
            return;
        }

        wire.Succeed(gas);
        wire.Give(result.Data[0]);
    }

    private void GetClassHashAt(ulong gas, ISyscallWire wire)
    {
        Felt contract = wire.TakePatriciaKey();
        if (TryPay(SyscallSelector.GetClassHashAt, 0, ref gas, wire))
        {
            Felt classHash = frame.ClassHashAt(contract);
            wire.Succeed(gas);
            wire.Give(classHash);
        }
    }

    private void ReplaceClass(ulong gas, ISyscallWire wire)
    {
        Felt classHash = wire.TakeFelt();
        if (TryPay(SyscallSelector.ReplaceClass, 0, ref gas, wire))
        {
            frame.ReplaceClass(classHash);
            wire.Succeed(gas);
        }
    }

    private void SendMessage(ulong gas, ISyscallWire wire)
    {
        Felt toAddress = wire.TakeFelt();
        Felt[] payload = wire.TakeArray();
        if (TryPay(SyscallSelector.SendMessageToL1, payload.Length, ref gas, wire))
        {
            frame.SendMessage(toAddress, payload);
            wire.Succeed(gas);
        }
    }

    private bool TryPay(SyscallSelector selector, int felts, ref ulong gas, ISyscallWire wire) =>
        SyscallGas.TryPay(frame, selector, felts, ref gas, wire);
}
