using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Modules;
using Xunit;

namespace Kraken.Cairo0.Tests.Modules;

public class ProgramSourcesTests
{
    private const string Registers = "starkware.cairo.lang.compiler.lib.registers";

    [Fact]
    public void EachModuleStandsBehindAllThatItImportsAndTheMainFileLast()
    {
        var modules = Load(
            "from b import x\nfrom a import y\n",
            new() { ["a"] = "from c import z\n", ["b"] = "func f() {\n    from c import z\n    ret;\n}\n", ["c"] = "const z = 1;\n" });
        Assert.Equal([Registers, "c", "b", "a", "__main__"], modules);
    }

    [Fact]
    public void ImportsWithinBranchesBringNoModule()
    {
        var modules = Load("func f() {\n    if (1 == 1) {\n        from a import y\n    }\n    ret;\n}\n", []);
        Assert.Equal([Registers, "__main__"], modules);
    }

    [Fact]
    public void TheStartCodeStandsInFrontOfEverything()
    {
        var modules = ProgramSources.Load([new SourceFile("m.cairo", "")], new MemoryModules([]), isProofMode: true);
        Assert.Equal(["__main__", Registers, "__main__"], modules.Select(module => module.Name.Text));
        Assert.Equal(4, modules[0].Body.Elements.Count - 1);
    }

    [Fact]
    public void AFolderThatHasTheRegistersModuleReplacesOurs()
    {
        var sources = ProgramSources.Load(
            [], new MemoryModules(new() { [Registers] = "from a import x\n", ["a"] = "" }), isProofMode: false);
        Assert.Equal(["a", Registers], sources.Select(module => module.Name.Text));
    }

    [Theory]
    [InlineData("circular_import/circular_import.cairo")]
    [InlineData("import_not_found.cairo")]
    public void ImportsThatFailGetTheGenuineMessage(string source)
    {
        var path = Path.Combine(SharedData.Language, "errors", source);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var library = Directory.CreateTempSubdirectory("cairo0");
        try
        {
            var exception = Assert.Throws<CairoException>(() => ProgramSources.Load(
                [SourceReader.Read(path, Path.GetFileName(path))], new ModuleFolders([folder, library.FullName]), isProofMode: false));
            Assert.Equal(
                SharedData.Error(path),
                exception.Error.Text.Replace(folder, "{CWD}", StringComparison.Ordinal)
                    .Replace(library.FullName, "{LIBRARY}", StringComparison.Ordinal));
        }
        finally
        {
            library.Delete(recursive: true);
        }
    }

    [Fact]
    public void AModuleOfALanguageIsImportedByTheSameLanguageOnly()
    {
        var error = Assert.Throws<CairoException>(() => Load("%lang one\nfrom a import x\n", new() { ["a"] = "%lang two\n" })).Error;
        Assert.Equal("Importing modules with %lang directive 'two' must be from a module with the same directive.", error.Message);
        Assert.Equal((2, 6), (error.Location!.StartLine, error.Location.StartColumn));
    }

    [Fact]
    public void TooManyModulesAreRefused()
    {
        var chain = Enumerable.Range(0, 2000).ToDictionary(i => "m" + i, i => $"from m{i + 1} import x\n");
        var exception = Assert.Throws<CairoException>(() => Load("from m0 import x\n", chain));
        Assert.Contains("modules", exception.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Load(string main, Dictionary<string, string> modules) =>
        ProgramSources.Load([new SourceFile("main.cairo", main)], new MemoryModules(modules), isProofMode: false)
            .Select(module => module.Name.Text);
}
