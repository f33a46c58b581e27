namespace Kraken.Casm.Instructions;

/// <summary>How the result comes from the operands; the value is that of the two flag bits, save Unconstrained.</summary>
public enum ResLogic : byte
{
    /// <summary>The second operand.</summary>
    Op1,

    /// <summary>The sum.</summary>
    Add,

    /// <summary>The product.</summary>
    Mul,

    /// <summary>None: the instruction is a conditional jump, whose flag bits are zero.</summary>
    Unconstrained,
}
