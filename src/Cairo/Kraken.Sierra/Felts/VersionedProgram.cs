namespace Kraken.Sierra.Felts;

/// <summary>A program with the versions that its class states.</summary>
/// <param name="SierraVersion">The version of the language.</param>
/// <param name="CompilerVersion">The version of the compiler that wrote the class.</param>
public sealed record VersionedProgram(SierraVersion SierraVersion, SierraVersion CompilerVersion, SierraProgram Program);
