using System.Numerics;

namespace Kraken.Execution.Syscalls;

/// <summary>A point of a secp curve; (0, 0), the default, is infinity.</summary>
internal readonly record struct SecpPoint(BigInteger X, BigInteger Y)
{
    internal bool IsInfinity => X.IsZero && Y.IsZero;
}
