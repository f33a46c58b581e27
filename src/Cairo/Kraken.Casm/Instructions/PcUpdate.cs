namespace Kraken.Casm.Instructions;

/// <summary>The next program counter; the value is that of the three flag bits.</summary>
public enum PcUpdate : byte
{
    /// <summary>The next instruction.</summary>
    Regular,

    /// <summary>The result, an address.</summary>
    Jump = 1,

    /// <summary>pc plus the result.</summary>
    JumpRelative = 2,

    /// <summary>pc plus the second operand if dst is not zero, else the next instruction.</summary>
    JumpNonZero = 4,
}
