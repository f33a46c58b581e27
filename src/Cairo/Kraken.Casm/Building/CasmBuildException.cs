using System;

namespace Kraken.Casm.Building;

/// <summary>An instruction sequence that does not fit its operands or itself.</summary>
public sealed class CasmBuildException : Exception
{
    /// <summary>Creates the error.</summary>
    public CasmBuildException(string message)
        : base(message)
    {
    }
}
