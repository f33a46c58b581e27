using System;
using System.Reflection;
using Xunit;
using Xunit.v3;

namespace Kraken.BlockProof.Tests.Cairo;

/// <summary>Names the hints that a test runs with wrong values; each hint of the program must be named so, or be exempt.</summary>
/// <param name="hints">The hints.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LiesAboutAttribute(params string[] hints) : Attribute
{
    /// <summary>The hints that lie.</summary>
    public string[] Hints { get; } = hints;

    /// <summary>The running test must name a hint before it lets it lie.</summary>
    public static void Require(string hint)
    {
        MethodInfo? method = (TestContext.Current.TestMethod as IXunitTestMethod)?.Method;
        string[] named = method?.GetCustomAttribute<LiesAboutAttribute>()?.Hints ?? [];
        Assert.True(Array.IndexOf(named, hint) >= 0, $"{method?.Name}: expected [LiesAbout(\"{hint}\")], got [{string.Join(", ", named)}]");
    }
}
