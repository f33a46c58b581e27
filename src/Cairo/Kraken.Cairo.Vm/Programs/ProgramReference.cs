namespace Kraken.Cairo.Vm.Programs;

/// <summary>A reference of a Cairo 0 program.</summary>
/// <param name="Value">The expression, for example "[cast(fp + (-3), felt*)]".</param>
/// <param name="ApTracking">How ap was tracked where it was defined.</param>
public sealed record ProgramReference(string Value, ApTracking ApTracking);
