namespace Kraken.Cairo.Vm.Relocation;

/// <summary>A segment in the relocated memory.</summary>
/// <param name="Begin">Its first address.</param>
/// <param name="Stop">The stop pointer: the address behind the last used cell.</param>
/// <param name="Size">The cells that the layout gives it, padding included.</param>
public readonly record struct SegmentRange(long Begin, long Stop, long Size);
