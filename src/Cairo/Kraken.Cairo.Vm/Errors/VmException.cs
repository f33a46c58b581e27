using System;

namespace Kraken.Cairo.Vm.Errors;

/// <summary>
/// A rule of the machine was broken by the executed program. The run loop catches it and adds where the program stood; hosts see a
/// <see cref="VmError"/>.
/// </summary>
public sealed class VmException : Exception
{
    /// <summary>An error of a kind.</summary>
    public VmException(VmErrorKind kind, string message)
        : base(message)
    {
        Kind = kind;
    }

    /// <summary>The error's kind.</summary>
    public VmErrorKind Kind { get; }
}
