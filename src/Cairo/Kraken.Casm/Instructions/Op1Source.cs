namespace Kraken.Casm.Instructions;

/// <summary>Where an instruction's second operand is; the value is that of the three flag bits.</summary>
public enum Op1Source : byte
{
    /// <summary>[[op0 address] + offset]: the first operand is the base.</summary>
    Op0,

    /// <summary>[pc + 1].</summary>
    Immediate = 1,

    /// <summary>[fp + offset].</summary>
    FP = 2,

    /// <summary>[ap + offset].</summary>
    AP = 4,
}
