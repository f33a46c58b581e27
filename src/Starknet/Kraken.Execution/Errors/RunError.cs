namespace Kraken.Execution.Errors;

/// <summary>The VM stopped.</summary>
/// <param name="Frame">Place and traceback; null where revert reasons hold no VM frames.</param>
/// <param name="Message">What the VM says; null when a system call stopped it.</param>
/// <param name="Syscall">The system call's error, or null.</param>
public sealed record RunError(string? Frame, string? Message, SyscallError? Syscall) : EntryPointError
{
    internal override void AddTo(ErrorText text, int depth)
    {
        if (Frame is not null)
        {
            text.Add(Frame);
        }

        if (Message is not null)
        {
            text.Add(Message);
        }

        Syscall?.AddTo(text, depth);
    }
}
