namespace Kraken.BlockProof.Program;

/// <summary>A memory cell an instruction names: an offset from ap or fp.</summary>
internal readonly record struct Cell(bool IsFp, short Offset)
{
    public static Cell Ap(int offset = 0) => new(IsFp: false, (short)offset);

    public static Cell Fp(int offset) => new(IsFp: true, (short)offset);
}
