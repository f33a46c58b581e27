namespace Kraken.Cairo.Vm.Programs;

/// <summary>The compiler's knowledge of ap: distances are known within a group.</summary>
/// <param name="Offset">ap's distance from the group's start.</param>
public readonly record struct ApTracking(int Group, int Offset);
