using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Linq;
using System.Text;
using Kraken.BlockProof.Runs;
using Kraken.Cairo.Vm.Builtins;
using Kraken.Cairo.Vm.Programs;
using Kraken.Cairo0;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Modules;
using Kraken.Fields;
using Kraken.Hashing;

namespace Kraken.StarknetOs.Programs;

/// <summary>A Starknet operating system: compiled from a folder, or read from the JSON of a compiler.</summary>
public sealed class OsProgram
{
    /// <summary>Where the main file stands under the folder of sources.</summary>
    public const string MainFile = "starkware/starknet/core/os/os.cairo";

    private readonly Lazy<CairoProgram> framed;

    private OsProgram(CairoProgram cairo)
    {
        Cairo = cairo;
        Hash = HashOf(cairo);
        framed = new(() => ProgramFrame.Put(cairo));
    }

    /// <summary>The program as it was compiled, to be called by another.</summary>
    public CairoProgram Cairo { get; }

    /// <summary>
    /// The hash under which it is published: BLAKE2s over 0, main's offset, the number of builtins, their names, and the words.
    /// </summary>
    public Felt Hash { get; }

    /// <summary>What was published under this hash; null if nothing was.</summary>
    public string? PublishedAs => PublishedOs.NameOf(Hash);

    /// <summary>The program in S-two's frame, as it is run and proved.</summary>
    public CairoProgram Framed => framed.Value;

    /// <summary>The hash that proofs of it show: that of the words with the frame.</summary>
    public Felt ProvedHash => ProofModeRun.HashOf(Framed.Data);

    /// <summary>Compiles it.</summary>
    /// <param name="sources">The folder that has <see cref="MainFile"/>.</param>
    /// <param name="libraries">Folders of the modules that it imports and does not bring itself, the first one that has a module first.</param>
    /// <param name="program">The program, or null.</param>
    /// <param name="error">Why it does not compile, or null.</param>
    public static bool TryCompile(
        string sources,
        IEnumerable<string> libraries,
        [NotNullWhen(true)] out OsProgram? program,
        [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(sources);
        program = null;
        string main = Path.Combine(sources, MainFile);
        if (!File.Exists(main))
        {
            error = $"{sources}: expected a folder with {MainFile}, got one without";
            return false;
        }

        try
        {
            Cairo0Program compiled = CairoCompiler.Compile([SourceReader.Read(main, main)], new ModuleFolders([sources, .. libraries]));
            return TryRead(Encoding.UTF8.GetBytes(compiled.ToJson()), out program, out error);
        }
        catch (CairoException exception)
        {
            error = exception.Message;
            return false;
        }
    }

    /// <summary>Reads the JSON that a compiler made, not in proof mode.</summary>
    /// <param name="json">The file.</param>
    /// <param name="program">The program, or null.</param>
    /// <param name="error">Why it is none, or null.</param>
    public static bool TryRead(
        ReadOnlyMemory<byte> json, [NotNullWhen(true)] out OsProgram? program, [NotNullWhen(false)] out string? error)
    {
        program = null;
        if (!CairoProgramReader.TryRead(json, out CairoProgram? cairo, out ProgramError? malformed))
        {
            error = malformed.ToString();
            return false;
        }

        string[] builtins = [.. cairo.Builtins.Select(item => item.Text())];
        error = cairo.Main is null ? "expected a program with a function main, got one without"
            : cairo.Start is not null ? "expected a program that is called, got one in proof mode"
            : !builtins.SequenceEqual(ProofModeRun.Builtins) ? $"expected the builtins {Names(ProofModeRun.Builtins)}, got {Names(builtins)}"
            : null;
        program = error is null ? new OsProgram(cairo) : null;
        return program is not null;
    }

    private static Felt HashOf(CairoProgram cairo) => BlakeFelt.HashMany(
    [
        Felt.Zero, cairo.Main!.Value, cairo.Builtins.Count, .. cairo.Builtins.Select(item => Felt.FromShortString(item.Text())),
        .. cairo.Data,
    ]);

    private static string Names(IEnumerable<string> names) => string.Join(' ', names);
}
