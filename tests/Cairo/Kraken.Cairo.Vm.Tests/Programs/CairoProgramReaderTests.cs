using System;
using System.IO;
using System.Text;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Programs;
using Kraken.Cairo.Vm.Runs;
using Xunit;

namespace Kraken.Cairo.Vm.Tests.Programs;

/// <summary>Compiled programs, good and malformed.</summary>
public sealed class CairoProgramReaderTests
{
    [Theory]
    [InlineData("valid_program_a")]
    [InlineData("valid_program_b")]
    [InlineData("program_without_attributes")]
    [InlineData("program_without_attributes_2")]
    [InlineData("deserialize_constant_test")]
    public void GoodProgramsAreRead(string name) =>
        Assert.True(TryRead(name, out CairoProgram? program, out ProgramError? error) && program is not null, error?.ToString());

    [Theory]
    [InlineData("no_data_program", "program")]
    [InlineData("invalid_hint_pc", "program.hints.18446744073709551615")]
    [InlineData("invalid_even_length_hex", "program.prime")]
    [InlineData("invalid_odd_length_hex", "program.prime")]
    public void MalformedProgramsAreRefusedWithTheirPlace(string name, string where)
    {
        Assert.False(TryRead(name, out _, out ProgramError? error));
        Assert.StartsWith(where, error!.Where, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"prime\":\"0x11\"}")]
    [InlineData("{\"prime\":\"0x800000000000011000000000000000000000000000000000000000000000001\",\"data\":[1]}")]
    public void AnythingElseIsAnError(string text) => Assert.False(CairoProgramReader.TryRead(Encoding.UTF8.GetBytes(text), out _, out _));

    [Fact]
    public void AProgramWithoutMainCannotRun()
    {
        Assert.True(TryRead("no_main_program", out CairoProgram? program, out ProgramError? malformed), malformed?.ToString());
        VmError? error = CairoRunner.Run(
            program! with { Identifiers = new System.Collections.Generic.Dictionary<string, ProgramIdentifier>() },
            new RunOptions(),
            NoHints.Instance,
            out _);
        Assert.Equal(VmErrorKind.InvalidRun, error?.Kind);
    }

    private static bool TryRead(string name, out CairoProgram? program, out ProgramError? error) =>
        CairoProgramReader.TryRead(
            File.ReadAllBytes(DataFiles.Folder("cairo", "vm_programs", "cairo_vm", $"{name}.json")), out program, out error);
}
