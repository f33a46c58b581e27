namespace Kraken.Cairo.Vm.Memory;

/// <summary>An address before relocation: a segment and a cell of it.</summary>
/// <param name="Segment">The segment's index; temporary segments count down from -1. At least -2^23 and below 2^23.</param>
/// <param name="Offset">The cell within the segment, 0 .. 2^37-1.</param>
public readonly record struct Relocatable(int Segment, long Offset)
{
    /// <summary>Exclusive bound of offsets; arithmetic beyond it is an error.</summary>
    public const long OffsetLimit = 1L << 37;

    /// <summary>The address <paramref name="cells"/> further. The caller knows that it stays within the bounds.</summary>
    public static Relocatable operator +(Relocatable address, long cells) => new(address.Segment, address.Offset + cells);

    /// <summary>"segment:offset".</summary>
    public override string ToString() => $"{Segment}:{Offset}";
}
