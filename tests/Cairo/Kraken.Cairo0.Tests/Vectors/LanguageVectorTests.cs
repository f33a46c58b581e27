using Xunit;

namespace Kraken.Cairo0.Tests.Vectors;

/// <summary>Programs over the features of the language: byte for byte what the reference compiler writes, but for its version.</summary>
public sealed class LanguageVectorTests
{
    public static TheoryData<string> Files => [.. LanguageVector.Files(SharedData.Language)];

    [Theory]
    [MemberData(nameof(Files))]
    public void ProgramIsTheReferenceCompilersByteForByte(string file)
    {
        var expected = LanguageVector.Expected(SharedData.Language, file);
        var actual = LanguageVector.Compile(SharedData.Language, file, expected);
        Assert.True(expected == actual, LanguageVector.Difference(expected, actual));
    }

    // 42 plain and the other flags of some: none got lost on the way here.
    [Fact]
    public void AllVectorsAreThere() => Assert.Equal(60, Files.Count);
}
