namespace Kraken.Casm.Operands;

/// <summary>A base register of a cell reference. Names are those of the compiled class JSON.</summary>
public enum Register
{
    /// <summary>The allocation pointer.</summary>
    AP,

    /// <summary>The frame pointer.</summary>
    FP,
}
