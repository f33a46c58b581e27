using System;
using System.IO;
using Xunit;

namespace Kraken.Cairo0.Tests.Vectors;

/// <summary>
/// Programs over the standard library of the reference compiler 0.14.3a3, which is not in this repository: the variable names the folder
/// that holds <c>starkware</c>. Over the library of 0.14.0.1, all are equal but blake2s_opcode, blake2s_words and secp256r1_points, whose
/// libraries changed.
/// </summary>
public sealed class LibraryProgramTests
{
    private const string Variable = "KRAKEN_CAIRO_PATH";
    private static readonly string Folder = SharedData.PathOf("cairo0_programs");

    public static TheoryData<string> Files => [.. LanguageVector.Files(Folder)];

    [Theory]
    [Trait("Speed", "Slow")]
    [MemberData(nameof(Files))]
    public void ProgramIsTheReferenceCompilers(string file)
    {
        var library = Environment.GetEnvironmentVariable(Variable);
        Assert.True(
            library is not null && Directory.Exists(Path.Combine(library, "starkware")),
            $"{Variable} must name the folder of the standard library, the one that holds starkware.");
        var expected = LanguageVector.Expected(Folder, file);
        var actual = LanguageVector.Spread(LanguageVector.Compile(Folder, file, expected, library!));
        expected = LanguageVector.Spread(expected);
        Assert.True(expected == actual, LanguageVector.Difference(expected, actual));
    }

    [Fact]
    public void AllVectorsAreThere() => Assert.Equal(48, Files.Count);
}
