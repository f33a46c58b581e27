namespace Kraken.Execution.Syscalls;

/// <summary>What a program names a point of a secp curve by.</summary>
/// <param name="Number">The point's number, or -1 when no point can have the name.</param>
/// <param name="Name">The name, for errors.</param>
internal readonly record struct PointReference(int Number, string Name);
