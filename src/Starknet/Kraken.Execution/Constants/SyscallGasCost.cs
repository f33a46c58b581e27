namespace Kraken.Execution.Constants;

/// <summary>The Sierra gas of one system call.</summary>
/// <param name="Base">Gas of any call.</param>
/// <param name="PerFelt">Gas per felt of its calldata or payload.</param>
public readonly record struct SyscallGasCost(ulong Base, ulong PerFelt)
{
    /// <summary>The gas of a call with <paramref name="length"/> felts.</summary>
    public ulong Of(int length) => Base + (PerFelt * (ulong)length);
}
