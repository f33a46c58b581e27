using System;
using System.Collections.Immutable;
using System.Text.Json;
using Kraken.Cairo.Hints.Executables;
using Kraken.Cairo.Vm.Runs;
using Kraken.Casm.Executables;
using Kraken.Cli.Files;
using Kraken.Fields;
using Kraken.Serialization.Json;

namespace Kraken.Cli.Verbs;

/// <summary>Runs executables of Cairo 1, as <c>scarb build</c> writes them.</summary>
internal static class ExecutableFile
{
    /// <summary>Whether JSON is an executable rather than a Cairo 0 program: it has a member entrypoints.</summary>
    public static bool IsExecutable(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("entrypoints"u8))
                {
                    return true;
                }

                reader.Skip();
            }
        }
        catch (JsonException)
        {
            // The reader of programs says what is wrong.
        }

        return false;
    }

    /// <summary>Runs an executable for the prover; on a failure says why on standard error and returns null.</summary>
    /// <param name="source">The command line.</param>
    /// <param name="json">The content of its program.</param>
    public static CairoRunner? Run(RunSource source, byte[] json)
    {
        if (!CairoExecutableJson.TryDecode(json, out CairoExecutable? executable, out DecodeError? error)
            || !ExecutableProgram.TryOf(executable, ExecutableEntryKind.Standalone, out ExecutableProgram? program, out error))
        {
            ErrorLine.Write(source.Path, error);
            return null;
        }

        return ReadArguments(source.Arguments) is { } arguments
            ? BoundedRun.Of(
                source.Path, program.Program, program.HintsFor(arguments), RunOptions.Stwo, source.MaxSteps, source.MaxCells)
            : null;
    }

    private static ImmutableArray<Felt>? ReadArguments(string? path)
    {
        if (path is null)
        {
            return [];
        }

        if (InputFile.Read(path, ExecutableArguments.MaxBytes) is not { } json)
        {
            return null;
        }

        if (!ExecutableArguments.TryRead(json, out ImmutableArray<Felt> arguments, out DecodeError? error))
        {
            ErrorLine.Write(path, error);
            return null;
        }

        return arguments;
    }
}
