using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml.Linq;
using Xunit;

namespace Kraken.Architecture.Tests;

/// <summary>
/// A project references what its code uses and nothing else: each reference in a csproj of src/ (which equals eng/dependencies.txt by
/// <see cref="ProjectGraphTests"/>) stands in the compiled assembly too.
/// </summary>
public sealed class UsedReferencesTests
{
    /// <summary>
    /// References that the compiler needs and that leave no trace in the assembly, as a use of constants alone or the interface of a type
    /// that is only passed on: 'PROJECT: REFERENCE', then the reason.
    /// </summary>
    private static readonly Dictionary<string, string> Traceless = new(StringComparer.Ordinal)
    {
        ["Kraken.Dev: Kraken.Trie"] = "the commitments and proofs that it passes on are made of trie nodes",
        ["Kraken.Sequencer: Kraken.Cairo.Vm"] = "a limit of Kraken.Execution that it passes on implements IRunLimits",
    };

    /// <summary>Packages whose assembly is not named for them; null is a package without one of its own, an analyzer.</summary>
    private static readonly Dictionary<string, string?> AssemblyOf = new(StringComparer.Ordinal)
    {
        ["SharpZipLib"] = "ICSharpCode.SharpZipLib",
        ["SQLitePCLRaw.bundle_e_sqlite3"] = "SQLitePCLRaw.batteries_v2",
        ["Microsoft.CodeAnalysis.BannedApiAnalyzers"] = null,
    };

    public static TheoryData<string> EachProject => [.. Repository.Files("src", "*.csproj")];

    [Theory]
    [MemberData(nameof(EachProject))]
    public void EveryProjectReferenceIsUsed(string project)
    {
        string name = Path.GetFileNameWithoutExtension(project);
        IReadOnlySet<string> used = References.Of(AssemblyAt(project));
        string[] unused =
        [
            .. Included(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path))
                .Where(reference => !used.Contains(reference) && !Traceless.ContainsKey($"{name}: {reference}")),
        ];
        Assert.True(
            unused.Length == 0,
            $"{name} references [{string.Join(' ', unused)}] and uses nothing of it; remove it from the csproj and eng/dependencies.txt");
    }

    [Theory]
    [MemberData(nameof(EachProject))]
    public void EveryPackageIsUsed(string project)
    {
        IReadOnlySet<string> used = References.Of(AssemblyAt(project));
        foreach (string package in Included(project, "PackageReference"))
        {
            string? assembly = AssemblyOf.GetValueOrDefault(package, package);
            Assert.True(assembly is null || used.Contains(assembly), $"{project} references the package {package} and uses nothing of it");
        }

        bool web = Included(project, "FrameworkReference").Contains("Microsoft.AspNetCore.App");
        Assert.True(!web || used.Any(IsWeb), $"{project} references ASP.NET Core and uses nothing of it");
    }

    // A reference that leaves a trace needs no excuse, and neither does one that is gone.
    [Fact]
    public void EveryTracelessReferenceIsStillOne()
    {
        foreach (string entry in Traceless.Keys)
        {
            string[] parts = entry.Split(": ");
            string project = Repository.Files("src", parts[0] + ".csproj").Single();
            Assert.Contains(parts[1], Included(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path)));
            Assert.DoesNotContain(parts[1], References.Of(AssemblyAt(project)));
        }
    }

    private static bool IsWeb(string assembly) =>
        assembly.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal)
        || assembly.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal);

    private static IEnumerable<string> Included(string project, string item) =>
        XDocument.Load(Path.Combine(Repository.Root, project)).Descendants(item).Select(reference => reference.Attribute("Include")!.Value);

    /// <summary>The assembly of a project, copied beside the tests because they reference every project.</summary>
    private static string AssemblyAt(string project)
    {
        XElement root = XDocument.Load(Path.Combine(Repository.Root, project)).Root!;
        string name = root.Descendants("AssemblyName").SingleOrDefault()?.Value ?? Path.GetFileNameWithoutExtension(project);
        return Path.Combine(AppContext.BaseDirectory, name + ".dll");
    }
}
