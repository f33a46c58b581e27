using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using Kraken.Fields;

namespace Kraken.Sierra.Felts;

/// <summary>
/// The felt form of a program, as in <c>sierra_program</c> of a contract class: six version felts, then the compressed program.
/// </summary>
public static class SierraFelts
{
    private const int VersionFelts = 6;

    /// <summary>Decodes a class's felts. Sizes are bounded by the input, nothing recurses, and every index is checked.</summary>
    /// <param name="felts">The felts of <c>sierra_program</c>.</param>
    /// <param name="result">The program with its versions.</param>
    /// <param name="error">Why the felts were refused.</param>
    public static bool TryDecode(
        ReadOnlySpan<Felt> felts,
        [NotNullWhen(true)] out VersionedProgram? result,
        [NotNullWhen(false)] out SierraError? error) =>
        TryDecode(felts, acceptsNarrowFallthrough: false, out result, out error);

    /// <summary>
    /// Repairs the felts of a compiler that ran in 32 bits (wasm-cairo): it writes the target of a fall-through branch as 2^32-1 where the
    /// format has 2^64-1. The program is decoded, so that constants of the same value stay, and encoded again in canonical form.
    /// </summary>
    /// <param name="felts">The felts of <c>sierra_program</c>.</param>
    /// <param name="repaired">The felts that every other compiler accepts.</param>
    /// <param name="error">Why the felts were refused.</param>
    public static bool TryRepairNarrowFallthrough(
        ReadOnlySpan<Felt> felts,
        [NotNullWhen(true)] out Felt[]? repaired,
        [NotNullWhen(false)] out SierraError? error)
    {
        repaired = TryDecode(felts, acceptsNarrowFallthrough: true, out VersionedProgram? program, out error) ? Encode(program) : null;
        return repaired is not null;
    }

    private static bool TryDecode(
        ReadOnlySpan<Felt> felts,
        bool acceptsNarrowFallthrough,
        [NotNullWhen(true)] out VersionedProgram? result,
        [NotNullWhen(false)] out SierraError? error)
    {
        result = null;
        error = null;
        try
        {
            if (!TryDecodeVersions(felts, out SierraVersion sierra, out SierraVersion compiler))
            {
                error = new SierraError(SierraErrorKind.MalformedFelts, "version felts", 0);
                return false;
            }

            if (!sierra.IsSupported)
            {
                error = new SierraError(
                    SierraErrorKind.UnsupportedVersion, "Sierra version", 0, SierraVersion.Current.ToString(), sierra.ToString());
                return false;
            }

            (Felt[] code, int[] indices) = FeltCompression.Expand(felts[VersionFelts..]);
            result = new VersionedProgram(sierra, compiler, new SierraFeltReader(code, indices, acceptsNarrowFallthrough).ReadProgram());
            return true;
        }
        catch (SierraException refused)
        {
            error = refused.Error;
            return false;
        }
    }

    /// <summary>Reads only the versions.</summary>
    public static bool TryDecodeVersions(ReadOnlySpan<Felt> felts, out SierraVersion sierra, out SierraVersion compiler)
    {
        Span<ulong> numbers = stackalloc ulong[VersionFelts];
        sierra = default;
        compiler = default;
        if (felts.Length < VersionFelts)
        {
            return false;
        }

        for (int i = 0; i < VersionFelts; i++)
        {
            if (!felts[i].TryToUInt64(out numbers[i]))
            {
                return false;
            }
        }

        sierra = new SierraVersion(numbers[0], numbers[1], numbers[2]);
        compiler = new SierraVersion(numbers[3], numbers[4], numbers[5]);
        return true;
    }

    /// <summary>Encodes a program in the canonical form (code table in the order of first use).</summary>
    /// <exception cref="SierraException">A generic id has no felt form.</exception>
    public static Felt[] Encode(VersionedProgram program)
    {
        List<Felt> output =
        [
            program.SierraVersion.Major, program.SierraVersion.Minor, program.SierraVersion.Patch,
            program.CompilerVersion.Major, program.CompilerVersion.Minor, program.CompilerVersion.Patch,
        ];
        FeltCompression.Compress(SierraFeltWriter.Write(program.Program), output);
        return [.. output];
    }
}
