using System;
using System.IO;
using System.Linq;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Modules;
using Xunit;

namespace Kraken.Cairo0.Tests.Vectors;

/// <summary>Programs that mean nothing: the message is that of the reference compiler, with the places and notes.</summary>
public sealed class ErrorVectorTests
{
    private static readonly string Folder = Path.Combine(SharedData.Language, "errors");

    public static TheoryData<string> Files =>
    [
        .. Directory.EnumerateFiles(Folder, "*.error.txt", SearchOption.AllDirectories)
            .Where(f => !Path.GetFileName(f).StartsWith("parse_", StringComparison.Ordinal))
            .Where(f => Path.GetFileName(f) is not ("circular_import.error.txt" or "import_not_found.error.txt"))
            .Select(f => Path.GetRelativePath(Folder, f))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void MessageIsTheReferenceCompilers(string file)
    {
        var path = Path.Combine(Folder, file);
        var place = Path.GetDirectoryName(path)!;
        var main = Path.GetFileName(path).Replace(".error.txt", ".cairo", StringComparison.Ordinal);
        var error = Assert.Throws<CairoException>(() => CairoCompiler.Compile(
            [SourceReader.Read(Path.Combine(place, main), main)],
            new ModuleFolders([place]),
            new CairoCompilerOptions { IsProofMode = main.StartsWith("proof_mode", StringComparison.Ordinal) })).Error;
        Assert.Equal(File.ReadAllText(path).TrimEnd('\n'), error.Text.Replace(Path.GetFullPath(place), "{CWD}", StringComparison.Ordinal));
    }

    [Fact]
    public void AllVectorsAreThere() => Assert.Equal(28, Files.Count);
}
