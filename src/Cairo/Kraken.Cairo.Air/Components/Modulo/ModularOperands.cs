using System.Linq;
using Kraken.Air;
using Kraken.Cairo.Air.Components.Builtins;
using Kraken.Cairo.Air.Components.Subroutines;

namespace Kraken.Cairo.Air.Components.Modulo;

/// <summary>
/// The operands of a modular builtin instance (p0..p3, values_ptr, offsets_ptr, n): the modulus and a, b, c at values_ptr + offsets, each
/// as 44 limbs (four words of 96 bits, eleven limbs each). Consecutive instances of a batch share p and values_ptr, count n down and move
/// offsets_ptr by three; where n was 1, or before the first instance, they may change.
/// </summary>
internal sealed record ModularOperands(Expr[] P, Expr[] A, Expr[] B, Expr[] C)
{
    public const int Words = 4;
    public const int WordLimbs = 11;

    // Words are range-checked to 96 bits by the builtin of their own segment; here the eleven limbs count.
    private const int WordBits = WordLimbs * FeltLimbs.Bits;
    private const int Cells = 7;

    public static ModularOperands Read(AirBuilder b)
    {
        Expr row = b.Preprocessed(PreprocessedColumn.Sequence);
        Expr isFirst = b.Deduce(row.IsEqualTo(0), "is_instance_0");
        b.Constrain(isFirst * (isFirst - 1));
        b.Constrain(isFirst * row);
        Expr notFirst = isFirst - 1;
        Expr address = b.InstanceAddress(Cells);
        Expr previous = address + (notFirst * Cells);

        (Expr[] Limbs, Expr Id)[] p = [.. Enumerable.Range(0, Words).Select(i => b.ReadPositive(address + i, WordBits, $"p{i}"))];
        (Expr[] values, Expr valuesId) = b.ReadPositive(address + 4, FeltLimbs.AddressBits, "values_ptr");
        Expr offsets = b.ReadAddress(address + 5, "offsets_ptr");
        Expr previousOffsets = b.ReadAddress(previous + 5, "offsets_ptr_prev");
        Expr n = b.ReadAddress(address + 6, "n");
        Expr left = b.ReadAddress(previous + 6, "n_prev") - 1;

        // Not zero within a batch.
        Expr continues = left * notFirst;
        b.Constrain(continues * (left - n));
        b.Constrain(continues * (offsets - 3 - previousOffsets));
        VerifyEqualIf(b, previous + 4, valuesId, continues, "values_ptr_prev");
        for (int i = 0; i < Words; i++)
        {
            VerifyEqualIf(b, previous + i, p[i].Id, continues, $"p_prev{i}");
        }

        Expr pointer = values.Combine(FeltLimbs.AddressBits);
        Expr[] starts = [.. Enumerable.Range(0, 3).Select(i => pointer + b.ReadSmall(offsets + i, $"offsets_{(char)('a' + i)}").Value)];
        Expr[][] operands = [.. starts.Select((start, i) => ReadWords(b, start, $"{(char)('a' + i)}"))];
        return new([.. p.SelectMany(word => word.Limbs)], operands[0], operands[1], operands[2]);
    }

    private static Expr[] ReadWords(AirBuilder b, Expr start, string name) =>
        [.. Enumerable.Range(0, Words).SelectMany(i => b.ReadPositive(start + i, WordBits, $"{name}{i}").Limbs)];

    private static void VerifyEqualIf(AirBuilder b, Expr address, Expr id, Expr condition, string name) =>
        b.Constrain((b.ReadId(address, name) - id) * condition);
}
