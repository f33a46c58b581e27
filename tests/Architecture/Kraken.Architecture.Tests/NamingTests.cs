using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace Kraken.Architecture.Tests;

/// <summary>Names say the concept, and trusted code is told apart from unsafe code.</summary>
public sealed partial class NamingTests
{
    private static readonly string[] Banned = ["Utils", "Util", "Helper", "Helpers", "Manager", "Common", "Misc"];

    private static readonly string[] UnsafeProjects =
        ["Kraken.Fields", "Kraken.Circle", "Kraken.Hashing", "Kraken.Stark.Prover", "Kraken.Sierra.ToIL"];

    // Machines/ is where tapes are run: strips of rows are addresses in a table of registers.
    private static readonly string[] UnsafeFolders = ["Packed", "Simd", "Memory", "Machines"];

    // The runtime looks for these by their whole name.
    private static readonly string[] NamedByTheRuntime = ["src/Cairo/Kraken.Sierra.ToIL/Runtime/IgnoresAccessChecksToAttribute.cs"];

    [Fact]
    public void NoFileIsNamedForItsUsefulness() =>
        Assert.All(Repository.Sources, path => Assert.DoesNotContain(
            Banned, word => Words().Matches(Path.GetFileNameWithoutExtension(path)).Any(match => match.Value == word)));

    [Fact]
    public void NamespacesFollowProjectAndFolder()
    {
        foreach (string path in Repository.Sources.Except(NamedByTheRuntime))
        {
            Match declared = Namespace().Match(File.ReadAllText(Path.Combine(Repository.Root, path)));
            if (declared.Success)
            {
                string[] parts = path.Split('/');
                string expected = string.Join('.', parts[2..^1]);
                Assert.True(declared.Groups[1].Value == expected, $"{path}: namespace {declared.Groups[1].Value}, expected {expected}");
            }
        }
    }

    [Fact]
    public void UnsafeCodeStandsInItsFolders()
    {
        foreach (string path in Repository.Sources)
        {
            string[] parts = path.Split('/');
            bool allowed = UnsafeProjects.Contains(parts[2]) && parts.Intersect(UnsafeFolders).Any();
            string text = File.ReadAllText(Path.Combine(Repository.Root, path));
            bool isUnsafe = Unsafe().IsMatch(text);
            Assert.False(isUnsafe && !allowed, $"{path}: unsafe code outside of {string.Join("/, ", UnsafeFolders)}/");
            Assert.False(isUnsafe && !text.Contains("SAFETY:", StringComparison.Ordinal), $"{path}: unsafe code without a SAFETY note");
        }

        Assert.All(
            Repository.Files("src", "*.csproj"),
            path => Assert.False(
                File.ReadAllText(Path.Combine(Repository.Root, path)).Contains("<AllowUnsafeBlocks>true", StringComparison.Ordinal)
                && !UnsafeProjects.Contains(path.Split('/')[2]),
                $"{path} allows unsafe blocks"));
    }

    [Fact]
    public void NothingIsSilencedOrLeftForLater()
    {
        foreach (string path in Repository.Sources)
        {
            string text = File.ReadAllText(Path.Combine(Repository.Root, path));
            Match silenced = Silenced().Match(text);
            Assert.False(silenced.Success, $"{path}: '{silenced.Value}'");
        }
    }

    [GeneratedRegex("[A-Z][a-z]+")]
    private static partial Regex Words();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"\bunsafe\b(?![^\n]*///)(?<!//[^\n]*)")]
    private static partial Regex Unsafe();

    [GeneratedRegex(@"#pragma warning disable|SuppressMessage|#region|\bTODO\b|\bFIXME\b|NotImplementedException")]
    private static partial Regex Silenced();
}
