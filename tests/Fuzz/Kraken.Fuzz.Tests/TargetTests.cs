using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Fuzz.Running;
using Kraken.Fuzz.Targets;
using Xunit;

namespace Kraken.Fuzz.Tests;

/// <summary>Every decoder of foreign bytes takes genuine inputs and keeps its contract for inputs that are made from them.</summary>
public sealed class TargetTests
{
    private const int Inputs = 2000;

    // Whole verifications, compilations and decompressions take up to a second each, proofs of a hundred kilobytes some milliseconds.
    private static readonly Dictionary<string, int> Fewer = new(StringComparer.Ordinal)
    {
        ["proof-verify"] = 30,
        ["proof-bzip2"] = 100,
        ["cairo0"] = 200,
        ["sierra-compile"] = 200,
        ["sierra-program"] = 200,
        ["proof-felts"] = 500,
        ["proof-json"] = 500,
        ["proof-bincode"] = 500,
        ["proof-unpacked"] = 500,
    };

    public static IEnumerable<TheoryDataRow<string>> Names() => TargetList.All.Select(target => new TheoryDataRow<string>(target.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void NoInputMadeFromTheGenuineOnesIsAFinding(string name)
    {
        FuzzTarget target = TargetList.Find(name)!;
        Fuzzer fuzzer = new(target, seed: 1, new NoCoverage());
        fuzzer.Start();
        int inputs = Fewer.GetValueOrDefault(name, Inputs);
        for (int i = 0; i < inputs; i++)
        {
            fuzzer.Step();
        }

        Assert.Empty(fuzzer.Found.Select(found =>
            $"{found.Finding.What} ({found.Finding.Key}): "
            + Convert.ToHexStringLower(found.Input.AsSpan(0, Math.Min(200, found.Input.Length)))));
        Assert.True(fuzzer.Taken > 0, $"none of {fuzzer.Inputs} was taken");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AGenuineInputIsTaken(string name)
    {
        FuzzTarget target = TargetList.Find(name)!;
        byte[] first = target.Seeds().First();
        Assert.True(first.Length <= target.MaxInputBytes);
        Assert.Null(Judge.Run(target, first, out bool taken));
        Assert.True(taken);
    }

    [Fact]
    public void NamesAreDifferent() => Assert.Equal(TargetList.All.Count, TargetList.All.Select(target => target.Name).Distinct().Count());
}
