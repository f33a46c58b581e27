namespace Kraken.Casm.Builtins;

/// <summary>The cells of an instance of add_mod or mul_mod: the modulus, two pointers, and how many operations are left.</summary>
public static class ModuloInstance
{
    /// <summary>The cells of an instance.</summary>
    public const int Size = 7;

    /// <summary>The words of the modulus, and of every value: the cells 0 to 3.</summary>
    public const int Words = 4;

    /// <summary>A word is below 2^96.</summary>
    public const int WordBits = 96;

    /// <summary>The cell that points to the values.</summary>
    public const int ValuesCell = 4;

    /// <summary>The cell that points to the offsets of the operands, three an operation.</summary>
    public const int OffsetsCell = 5;

    /// <summary>The cell with the number of operations from this instance on.</summary>
    public const int CountCell = 6;
}
