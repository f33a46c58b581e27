using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Kraken.Fields;
using Kraken.Sierra.Felts;
using Kraken.Sierra.Text;
using Xunit;

namespace Kraken.Sierra.Tests.Felts;

/// <summary>The felt form of programs: genuine classes come back felt by felt, and broken ones are refused.</summary>
public sealed class SierraFeltsTests
{
    [Theory]
    [InlineData("cairo/chain-contracts", 4)]
    [InlineData("cairo/own-contracts", 18)]
    [InlineData("cairo/seq", 3)]
    [InlineData("cairo/starknet_contracts_cairo", 21)]
    [InlineData("cairo/starknet_contracts_mixed_versions", 19)]
    [InlineData("starknet/classes/pairs", 23)]
    [InlineData("starknet/classes/genesis", 5)]
    public void GenuineClassesComeBackFeltByFelt(string folder, int expected)
    {
        int equal = 0;
        List<string> failures = [];
        foreach ((string path, Felt[] felts) in SharedData.Classes(folder))
        {
            bool decoded = SierraFelts.TryDecode(felts, out VersionedProgram? program, out SierraError? error);
            bool same = decoded && SierraFelts.Encode(program!).AsSpan().SequenceEqual(felts);
            equal += same ? 1 : 0;
            failures.Add($"{Path.GetFileName(path)}: {(same ? "equal" : error?.ToString() ?? "differs")}");
        }

        Assert.True(equal == expected, $"{equal}\n{string.Join('\n', failures)}");
    }

    [Fact]
    public void TheTextOfAClassHasTheFeltsOfTheClass()
    {
        int pairs = 0;
        foreach ((string path, Felt[] felts) in SharedData.Classes("cairo/starknet_contracts_cairo"))
        {
            string text = path.Replace(".contract_class.json", ".sierra", StringComparison.Ordinal);
            if (!File.Exists(text) || !text.Contains("__", StringComparison.Ordinal))
            {
                continue;
            }

            pairs++;
            Assert.True(
                SierraText.TryParse(File.ReadAllText(text), out SierraProgram? program, out SierraError? error), $"{text}: {error}");
            Assert.True(SierraFelts.TryDecodeVersions(felts, out SierraVersion sierra, out SierraVersion compiler));
            Assert.True(SierraFelts.Encode(new VersionedProgram(sierra, compiler, program)).AsSpan().SequenceEqual(felts), text);
        }

        Assert.Equal(14, pairs);
    }

    [Fact]
    public void AClassCutShortIsRefused()
    {
        Felt[] felts = SharedData.SmallClass();
        for (int length = 0; length < felts.Length; length++)
        {
            Assert.False(SierraFelts.TryDecode(felts.AsSpan(0, length), out _, out SierraError? error));
            Assert.Contains(error.Kind, new[] { SierraErrorKind.MalformedFelts, SierraErrorKind.TooLarge });
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 0)]
    [InlineData(1, 10)]
    public void OtherVersionsAreRefused(ulong major, ulong minor)
    {
        Felt[] felts = SharedData.SmallClass();
        felts[0] = major;
        felts[1] = minor;
        Assert.False(SierraFelts.TryDecode(felts, out _, out SierraError? error));
        Assert.Equal(SierraErrorKind.UnsupportedVersion, error.Kind);
    }

    [Fact]
    public void AClassFromBeforeVersionsIsRefused()
    {
        Felt[] felts = SharedData.Class(SharedData.PathOf("starknet/classes/pairs/hash.sierra.json"));
        Assert.False(SierraFelts.TryDecode(felts, out _, out SierraError? error));
        Assert.Contains(error.Kind, new[] { SierraErrorKind.MalformedFelts, SierraErrorKind.UnsupportedVersion });
    }

    [Theory]
    [InlineData(StatementBranch.Fallthrough, true)]
    [InlineData(0, true)]
    [InlineData(2, false)]
    [InlineData(int.MaxValue, false)]
    public void BranchesHaveToStayWithinTheProgram(int target, bool valid)
    {
        SierraProgram program = new(
            [],
            [new LibfuncDeclaration("jump", "jump", [])],
            [Statement.Invoke(0, [], [new StatementBranch(target, [])]), Statement.Return([])],
            [new SierraFunction("main", [], [], 0)]);
        Felt[] felts = SierraFelts.Encode(new VersionedProgram(SierraVersion.Current, SierraVersion.Current, program));
        Assert.Equal(valid, SierraFelts.TryDecode(felts, out _, out SierraError? error));
        Assert.Equal(valid, error is null);
    }

    [Fact]
    public void ChangedFeltsDecodeToTheSameFeltsOrAreRefused()
    {
        Felt[] felts = SharedData.SmallClass();
        Random random = new(20260101);
        for (int round = 0; round < 4000; round++)
        {
            Felt[] changed = [.. felts];
            int index = random.Next(6, felts.Length);
            changed[index] = random.Next(4) switch
            {
                0 => felts[index] + Felt.One,
                1 => felts[random.Next(felts.Length)],
                2 => (ulong)random.NextInt64(),
                _ => felts[index] * felts[random.Next(felts.Length)] - Felt.One,
            };
            if (SierraFelts.TryDecode(changed, out VersionedProgram? program, out _))
            {
                Felt[] encoded = SierraFelts.Encode(program);
                Assert.True(SierraFelts.TryDecode(encoded, out VersionedProgram? again, out _));
                Assert.Equal(SierraText.Print(program.Program), SierraText.Print(again.Program));
            }
        }
    }
}
