using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using Xunit;

namespace Kraken.Architecture.Tests;

/// <summary>
/// A process that has just started should not have to compile what it runs: the assemblies of the command line that is built are images
/// with machine code (eng/ReadyToRun.targets).
/// </summary>
public sealed class AheadTests
{
    private static readonly string[] Others = ["ICSharpCode.SharpZipLib.dll", "System.CommandLine.dll"];
    private static readonly string Folder = Path.Combine(Repository.Root, "artifacts", "bin", "Kraken.Cli", "release");

    // Other systems and processors run what the compiler wrote.
    private static bool CompilesAhead =>
        OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.X64;

    [Fact]
    public void TheCommandLinesAssembliesAreCompiledAhead()
    {
        string[] assemblies =
        [
            .. Directory.GetFiles(Folder, "Kraken.*.dll"), Path.Combine(Folder, "kraken.dll"),
            .. Others.Select(name => Path.Combine(Folder, name)),
        ];
        Assert.Contains(assemblies, path => Path.GetFileName(path) == "Kraken.Cairo.Prover.dll");
        Assert.Empty(assemblies.Where(path => HasMachineCode(path) != CompilesAhead).Select(Path.GetFileName));
    }

    /// <summary>The libraries themselves stay as the compiler wrote them: others build on them.</summary>
    [Fact]
    public void LibrariesAreNot()
    {
        IEnumerable<string> libraries = new[] { "Kraken.Fields", "Kraken.Stark.Prover", "Kraken.Cairo.Prover" }
            .Select(name => Path.Combine(Repository.Root, "artifacts", "bin", name, "release", name + ".dll"));
        Assert.All(libraries, path => Assert.False(HasMachineCode(path)));
    }

    private static bool HasMachineCode(string path)
    {
        using PEReader reader = new(File.OpenRead(path));
        return reader.PEHeaders.CorHeader?.ManagedNativeHeaderDirectory.Size > 0;
    }
}
