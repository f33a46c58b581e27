namespace Kraken.Execution.Errors;

/// <summary>A system call that the protocol refuses.</summary>
/// <param name="Message">What is wrong.</param>
public sealed record SyscallFault(string Message) : SyscallError
{
    internal override void AddTo(ErrorText text, int depth) => text.Add(Message);
}
