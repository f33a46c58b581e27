namespace Kraken.Casm.Instructions;

/// <summary>The opcode; the value is that of the three flag bits.</summary>
public enum Opcode : byte
{
    /// <summary>No assertion.</summary>
    Nop,

    /// <summary>Pushes fp and the return address.</summary>
    Call = 1,

    /// <summary>Returns to the caller.</summary>
    Ret = 2,

    /// <summary>dst equals the result.</summary>
    AssertEq = 4,
}
