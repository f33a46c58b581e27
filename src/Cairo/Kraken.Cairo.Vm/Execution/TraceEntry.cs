namespace Kraken.Cairo.Vm.Execution;

/// <summary>The registers before a step: pc with its segment; ap and fp as offsets of the execution segment.</summary>
/// <param name="Ap">ap's offset.</param>
/// <param name="Fp">fp's offset.</param>
public readonly record struct TraceEntry(int PcSegment, uint PcOffset, uint Ap, uint Fp);
