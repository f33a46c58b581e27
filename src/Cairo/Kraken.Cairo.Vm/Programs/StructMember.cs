namespace Kraken.Cairo.Vm.Programs;

/// <summary>A member of a Cairo 0 structure.</summary>
/// <param name="Type">Its type, for example "felt" or "pkg.Struct*".</param>
/// <param name="Offset">Its first cell.</param>
public readonly record struct StructMember(string Type, int Offset);
