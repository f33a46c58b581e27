namespace Kraken.Cairo.Air.Preprocessed;

/// <summary>Column 0, 1 or 2 of all (a, b, a xor b): a is the high half of the row's bits, b the low half.</summary>
internal sealed class XorColumn(int bits, int column) : FixedColumn($"bitwise_xor_{bits}_{column}", 2 * bits)
{
    public override uint At(int row)
    {
        uint a = (uint)row >> bits;
        uint b = (uint)row & ((1u << bits) - 1);
        return column == 0 ? a : column == 1 ? b : a ^ b;
    }
}
