using System.Collections.Frozen;
using System.Collections.Generic;
using Kraken.Execution.Constants;

namespace Kraken.BlockProof.Witness;

/// <summary>The system calls that the program answers.</summary>
public static class SystemCallSizes
{
    private static readonly FrozenDictionary<SyscallSelector, int> Requests = new Dictionary<SyscallSelector, int>
    {
        [SyscallSelector.StorageRead] = 4,
        [SyscallSelector.StorageWrite] = 5,
        [SyscallSelector.GetExecutionInfo] = 2,
        [SyscallSelector.CallContract] = 6,
        [SyscallSelector.LibraryCall] = 6,
        [SyscallSelector.EmitEvent] = 6,
        [SyscallSelector.SendMessageToL1] = 5,
        [SyscallSelector.Deploy] = 7,
        [SyscallSelector.GetClassHashAt] = 3,
        [SyscallSelector.ReplaceClass] = 3,
        [SyscallSelector.GetBlockHash] = 3,
    }.ToFrozenDictionary();

    /// <summary>Whether the program answers a system call.</summary>
    public static bool CanAnswer(SyscallSelector selector) => Requests.ContainsKey(selector);

    /// <summary>Cells of a request; the answer stands behind it.</summary>
    /// <exception cref="KeyNotFoundException">The program does not answer this system call.</exception>
    public static int OfRequest(SyscallSelector selector) => Requests[selector];
}
