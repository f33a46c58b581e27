using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Kraken.Architecture.Tests;

/// <summary>
/// A test waits for what it wants to see and not for a time in which that may have come: a pause stands in a loop that looks again. Whoever
/// plays a slow or an endless part may rest.
/// </summary>
public sealed class WaitTests
{
    private static readonly string[] Pauses = ["Task.Delay", "Thread.Sleep"];

    // Files whose pauses are the part that they play, with what that is.
    private static readonly Dictionary<string, string> Parts = new()
    {
        ["tests/EndToEnd/Kraken.EndToEnd.Tests/HostileClients.cs"] = "clients that begin at times of their own",
        ["tests/Network/Kraken.Consensus.Engine.Tests/MemoryChain.cs"] = "the pace of a chain",
        ["tests/Surfaces/Kraken.Farm.Tests/Workers/ThrottledProver.cs"] = "a prover that takes its time",
        ["tests/Surfaces/Kraken.Load.Tests/LoadRunTests.cs"] = "a node that stalls",
        ["tests/Surfaces/Kraken.Load.Tests/SaturationTests.cs"] = "a node that is slow",
    };

    [Fact]
    public void NoTestWaitsByAFixedTime()
    {
        string[] found = [.. Repository.Files("tests", "*.cs")
            .Where(path => !path.StartsWith("tests/EndToEnd/Kraken.Byzantine/", StringComparison.Ordinal) && !Parts.ContainsKey(path))
            .SelectMany(path => Fixed(File.ReadAllText(Path.Combine(Repository.Root, path))).Select(line => $"{path}:{line}"))];
        Assert.True(found.Length == 0, "waits by a fixed time:\n" + string.Join('\n', found));
    }

    [Fact]
    public void EachPartIsPlayed() => Assert.All(
        Parts.Keys, path => Assert.NotEmpty(Fixed(File.ReadAllText(Path.Combine(Repository.Root, path)))));

    [Theory]
    [InlineData("async Task M() { await Task.Delay(100); Assert.True(Came); }")]
    [InlineData("void M() { Thread.Sleep(100); }")]
    [InlineData("void M() { while (true) { N(() => Thread.Sleep(5)); } }")]
    public void TheSearchFindsWhatItIsFor(string member) => Assert.Single(Fixed($"class C {{ {member} }}"));

    [Theory]
    [InlineData("async Task M() { while (!Came) { await Task.Delay(100); } }")]
    [InlineData("async Task M() { do { await Task.Delay(100); } while (!Came); }")]
    [InlineData("Task M(CancellationToken stop) => Task.Delay(Timeout.Infinite, stop);")]
    [InlineData("Task M(CancellationToken stop) => Long.WaitAsync(Task.Delay(Long, stop));")]
    public void TheSearchLeavesTheRestAlone(string member) => Assert.Empty(Fixed($"class C {{ {member} }}"));

    /// <summary>The lines of pauses that stand in no loop of their method and end by themselves.</summary>
    private static IEnumerable<int> Fixed(string text) =>
        CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Preview)).GetRoot().DescendantNodes()
            .OfType<InvocationExpressionSyntax>()
            .Where(call => Pauses.Contains(call.Expression.ToString()) && !IsUntilCancelled(call) && !IsInLoop(call))
            .Select(call => call.GetLocation().GetLineSpan().StartLinePosition.Line + 1);

    // Long is what tests call a time that never passes.
    private static bool IsUntilCancelled(InvocationExpressionSyntax call) =>
        call.ArgumentList.Arguments[0].ToString() is "Timeout.Infinite" or "Timeout.InfiniteTimeSpan" or "Long";

    private static bool IsInLoop(SyntaxNode call) => call.Ancestors()
        .TakeWhile(node => node is not (BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax))
        .Any(node => node is WhileStatementSyntax or DoStatementSyntax);
}
