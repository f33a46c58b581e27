using Kraken.Fields;

namespace Kraken.Execution.Calls;

/// <summary>The answer of a system call that may fail: felts, or the failure's felts.</summary>
internal readonly record struct SyscallResult(bool Failed, Felt[] Data)
{
    internal static SyscallResult Success(params Felt[] data) => new(false, data);

    internal static SyscallResult Failure(params Felt[] data) => new(true, data);
}
