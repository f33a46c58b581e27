using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Kraken.Sierra.Felts;
using Kraken.Sierra.Libfuncs;
using Xunit;

namespace Kraken.Sierra.Tests.Libfuncs;

/// <summary>The lists of allowed library functions.</summary>
public sealed class AllowedLibfuncsTests
{
    [Fact]
    public void EveryFunctionOfTheFullListIsKnown() => Assert.Empty(List("all").Keys.Except(LibfuncRegistry.KnownIds));

    [Fact]
    public void TheAuditedListIsTheNetworks()
    {
        Dictionary<string, SierraVersion?> expected = List("audited");
        Assert.Equal(258, expected.Count);
        Assert.Equal(expected.OrderBy(pair => pair.Key), AllowedLibfuncs.Audited.FirstVersions.OrderBy(pair => pair.Key));
    }

    [Theory]
    [InlineData("felt252_add", 9, null)]
    [InlineData("sha512_state_handle_init", 9, null)]
    [InlineData("sha512_state_handle_init", 8, "LibfuncNotAllowed at #0: sha512_state_handle_init (expected 1.9.0, got 1.8.0)")]
    [InlineData("qm31_add", 9, "LibfuncNotAllowed at #0: qm31_add")]
    [InlineData("felt252_teleport", 9, "LibfuncNotAllowed at #0: felt252_teleport")]
    public void ProgramsAreCheckedAgainstTheList(string libfunc, ulong minor, string? expected)
    {
        VersionedProgram program =
            new(new SierraVersion(1, minor, 0), default, new SierraProgram([], [new LibfuncDeclaration("f", libfunc, [])], [], []));
        Assert.Equal(expected, AllowedLibfuncs.Audited.Check(program)?.ToString());
    }

    [Fact]
    public void AnUnknownFunctionIsNamed()
    {
        SierraProgram program = new([], [new LibfuncDeclaration("f", "felt252_teleport", [])], [Statement.Return([])], []);
        Assert.False(SierraRegistry.TryBuild(program, out _, out SierraError? error));
        Assert.Equal(new SierraError(SierraErrorKind.UnsupportedLibfunc, "felt252_teleport", 0), error);
    }

    private static Dictionary<string, SierraVersion?> List(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(SharedData.PathOf($"cairo/libfunc_lists/{name}.json")));
        JsonElement list = document.RootElement.GetProperty("allowed_libfuncs");
        return list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().ToDictionary(name => name.GetString()!, _ => (SierraVersion?)null)
            : list.EnumerateObject().ToDictionary(
                property => property.Name,
                property => property.Value.ValueKind == JsonValueKind.Null ? (SierraVersion?)null : Version(property.Value));
    }

    private static SierraVersion Version(JsonElement json) =>
        new(json.GetProperty("major").GetUInt64(), json.GetProperty("minor").GetUInt64(), json.GetProperty("patch").GetUInt64());
}
