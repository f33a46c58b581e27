using System;

namespace Kraken.Sierra.ToIL;

/// <summary>
/// A call cannot be answered natively, though the program is sound: the same call on the virtual machine has a result, or fails in the
/// machine's own words.
/// </summary>
public sealed class NativeLimitException : Exception
{
    private NativeLimitException(string message)
        : base(message)
    {
    }

    internal static NativeLimitException Beyond(string what) => new($"the native call takes more {what} than it may");

    /// <summary>The call came to a place that the program holds for unreachable.</summary>
    internal static NativeLimitException AtUnsafePanic() => new("the call ends in unsafe_panic, a failure of which no proof can be made");
}
