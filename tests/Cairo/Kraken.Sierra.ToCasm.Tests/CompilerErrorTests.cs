using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using Kraken.Sierra.Text;
using Xunit;

namespace Kraken.Sierra.ToCasm.Tests;

/// <summary>Programs that must be refused, by the compiler's table of errors; each for the reason that the table gives.</summary>
public sealed class CompilerErrorTests
{
    private static readonly (string Text, SierraErrorKind Kind)[] Kinds =
    [
        ("Could not find requested", SierraErrorKind.MalformedText),
        ("Used concrete libfunc id", SierraErrorKind.MalformedText),
        ("non existing entry point", SierraErrorKind.InvalidFunction),
        ("Libfunc invocation", SierraErrorKind.InvalidStatement),
        ("libfunc specialization", SierraErrorKind.InvalidLibfunc),
        ("type specialization of `ECPoint`", SierraErrorKind.UnsupportedType),
        ("type specialization", SierraErrorKind.InvalidType),
        ("is not storable", SierraErrorKind.InvalidFunction),
        ("unexpected cycle", SierraErrorKind.GasMetadata),
        ("Code size limit", SierraErrorKind.TooLarge),
    ];

    [Fact]
    public void ProgramsOfTheErrorTableAreRefusedForTheReasonGiven()
    {
        List<string> failures = [];
        JsonElement[] records =
            [.. SharedData.Json(SharedData.PathOf("cairo/cairo_misc/cairo-lang-sierra-to-casm__test_data__errors.json")).EnumerateArray()];
        foreach (JsonElement record in records)
        {
            string text = record.GetProperty("error").GetString()!;
            SierraErrorKind expected = Kinds.Where(k => text.Contains(k.Text, StringComparison.Ordinal))
                .Select(k => k.Kind).FirstOrDefault(SierraErrorKind.Compilation);
            SierraError? error = Refusal(record);
            if (error?.Kind != expected)
            {
                failures.Add($"{record.GetProperty("case").GetString()}: '{text}' / {error?.ToString() ?? "compiles"}");
            }
        }

        Assert.Equal(38, records.Length);
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    private static SierraError? Refusal(JsonElement record)
    {
        int limit = record.TryGetProperty("max_bytecode_size", out JsonElement size)
            ? int.Parse(size.GetString()!, CultureInfo.InvariantCulture)
            : 1 << 20;
        if (!SierraText.TryParse(record.GetProperty("sierra_code").GetString()!, out SierraProgram? program, out SierraError? error))
        {
            return error;
        }

        SierraCompiler.TryCompileProgram(program, out _, out error, limit, record.TryGetProperty("metadata", out _));
        return error;
    }
}
