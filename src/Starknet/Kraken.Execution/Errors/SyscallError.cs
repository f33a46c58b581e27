namespace Kraken.Execution.Errors;

/// <summary>Why a system call stopped the run.</summary>
public abstract record SyscallError
{
    internal abstract void AddTo(ErrorText text, int depth);
}
