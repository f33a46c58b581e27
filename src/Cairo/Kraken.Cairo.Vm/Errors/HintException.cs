using System;

namespace Kraken.Cairo.Vm.Errors;

/// <summary>A hint or a system call failed: thrown by hint processors, caught by the run loop.</summary>
public sealed class HintException : Exception
{
    /// <summary>A hint's failure.</summary>
    /// <param name="code">The failure's name in the reference machine, for example "AssertNNValueOutOfRange".</param>
    /// <param name="message">What happened.</param>
    /// <param name="payload">Whatever the host wants to find again in <see cref="VmError.Payload"/>.</param>
    public HintException(string code, string message, object? payload = null)
        : base(message)
    {
        Code = code;
        Payload = payload;
    }

    /// <summary>The failure's name.</summary>
    public string Code { get; }

    /// <summary>The host's own data.</summary>
    public object? Payload { get; }
}
