using System.Collections.Generic;
using Kraken.BlockProof.Program;
using Kraken.BlockProof.Replay;
using Kraken.Fields;

namespace Kraken.BlockProof.Binding;

/// <summary>Compares the storage reads and writes of a proof with the states around the block.</summary>
internal static class StorageBinding
{
    public static IEnumerable<BindingMismatch> Check(InvokeOutput output, ReplayedCall call, DecidedBlock decided)
    {
        Dictionary<Felt, Felt> written = [];
        foreach (ProvedSyscall syscall in output.Syscalls)
        {
            if (syscall is ProvedSyscall.StorageWrite write)
            {
                written[write.Key] = write.Value;
            }
            else if (syscall is ProvedSyscall.StorageRead read)
            {
                foreach (BindingMismatch mismatch in Read(read, written, call))
                {
                    yield return mismatch;
                }
            }
        }

        IReadOnlyDictionary<Felt, Felt> diff = decided.StorageDiffOf(call.Contract);
        foreach ((Felt key, Felt value) in written)
        {
            Felt replayed = call.History.After(call.TransactionIndex, key);
            foreach (BindingMismatch mismatch in InvokeBinding.Same(BindingField.StorageWrite, replayed, value))
            {
                yield return mismatch;
            }

            if (!call.History.ChangedAfter(call.TransactionIndex, key))
            {
                Felt expected = diff.TryGetValue(key, out Felt stated) ? stated : call.History.Previous(key);
                foreach (BindingMismatch mismatch in InvokeBinding.Same(BindingField.StateDiff, expected, value))
                {
                    yield return mismatch;
                }
            }
        }
    }

    private static IEnumerable<BindingMismatch> Read(ProvedSyscall.StorageRead read, Dictionary<Felt, Felt> written, ReplayedCall call)
    {
        if (written.TryGetValue(read.Key, out Felt own))
        {
            return InvokeBinding.Same(BindingField.StorageRead, own, read.Value);
        }

        return
        [
            .. InvokeBinding.Same(BindingField.StorageRead, call.Before(read.Key), read.Value),
            .. call.History.ChangedBefore(call.TransactionIndex, read.Key)
                ? []
                : InvokeBinding.Same(BindingField.PreviousState, call.History.Previous(read.Key), read.Value),
        ];
    }
}
