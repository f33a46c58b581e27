using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace Kraken.Architecture.Tests;

/// <summary>
/// Folders of kernels hold kernels: no threads, no buffers of their own, and each file says how its lanes lie and what its scalar twin is.
/// That the twin and the tests exist is shown where the kernels' types can be seen, by the prover's own tests.
/// </summary>
public sealed partial class KernelRoomTests
{
    // Addresses, and the switch between widths: they compute nothing.
    private static readonly string[] WithoutLanes = ["BaseFactors", "FftFactors", "VectorHardware"];

    private static string[] Kernels =>
        [.. Repository.Sources.Where(path => path.Split('/').Contains("Simd"))];

    [Fact]
    public void KernelsStartNoThreadsAndOwnNoBuffers()
    {
        Assert.NotEmpty(Kernels);
        foreach (string path in Kernels)
        {
            Match owned = Owned().Match(File.ReadAllText(Path.Combine(Repository.Root, path)));
            Assert.False(owned.Success, $"{path}: '{owned.Value}' belongs to who calls the kernel");
        }
    }

    [Fact]
    public void KernelsSayTheirLanesAndTheirTwin()
    {
        foreach (string path in Kernels)
        {
            string name = Path.GetFileNameWithoutExtension(path);
            if (!WithoutLanes.Contains(name) && !Interface().IsMatch(name))
            {
                string text = File.ReadAllText(Path.Combine(Repository.Root, path));
                Assert.True(Said().IsMatch(text), $"{path}: no remark of the form 'Lanes: .. Twin: ..'");
            }
        }

        Assert.All(WithoutLanes, name => Assert.Contains(Kernels, path => Path.GetFileNameWithoutExtension(path) == name));
    }

    [GeneratedRegex(@"\bParallel\b|\bThread\b|\bTask\b|\bBufferPool\b|\.Rent\(|\bDispose\b|\bIDisposable\b|\bnew ColumnBlock\b")]
    private static partial Regex Owned();

    [GeneratedRegex(@"<remarks>(?:(?!</remarks>).)*Lanes: (?:(?!</remarks>).)*Twin: ", RegexOptions.Singleline)]
    private static partial Regex Said();

    [GeneratedRegex("^I[A-Z]")]
    private static partial Regex Interface();
}
