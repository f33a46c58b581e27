using System;

namespace Kraken.Execution.Errors;

/// <summary>Carries a <see cref="SyscallError"/> out of the VM run that made the system call.</summary>
internal sealed class SyscallException(SyscallError error) : Exception
{
    internal SyscallError Error => error;
}
