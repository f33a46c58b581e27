using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Linq;
using System.Text;
using Kraken.BlockProof.Runs;
using Kraken.Cairo.Vm.Programs;
using Kraken.Cairo0;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Modules;
using Kraken.Casm.Builtins;
using Kraken.Fields;
using Kraken.Hashing;

namespace Kraken.StarknetOs.Programs;

/// <summary>A Starknet operating system: compiled from a folder, or read from the JSON of a compiler.</summary>
public sealed class OsProgram
{
    /// <summary>Where the main file stands under the folder of sources.</summary>
    public const string MainFile = "starkware/starknet/core/os/os.cairo";

    /// <summary>The most bytes of a compiled program's JSON, which lists many references at each hint.</summary>
    public const int MaxJsonBytes = 1 << 28;

    private readonly Lazy<CairoProgram> framed;
    private readonly Lazy<Felt> chainHash;

    private OsProgram(CairoProgram cairo)
    {
        Cairo = cairo;
        Felt[] elements = ElementsOf(cairo);
        Hash = BlakeFelt.HashMany(elements);
        chainHash = new(
            () => Enumerable.Reverse(elements).Append(elements.Length).Aggregate((hash, element) => Pedersen.Hash(element, hash)));
        framed = new(() => ProgramFrame.Put(cairo));
    }

    /// <summary>The program as it was compiled, to be called by another.</summary>
    public CairoProgram Cairo { get; }

    /// <summary>
    /// The hash under which it is published: BLAKE2s over 0, main's offset, the number of builtins, their names, and the words.
    /// </summary>
    public Felt Hash { get; }

    /// <summary>
    /// The hash of older publications: Pedersen over the same elements and their number in front, from the last one backwards.
    /// </summary>
    public Felt ChainHash => chainHash.Value;

    /// <summary>What was published under one of its hashes; null if nothing was.</summary>
    public string? PublishedAs => PublishedOs.NameOf(Hash) ?? PublishedOs.NameOf(ChainHash);

    /// <summary>Whether it is the operating system of the protocol version that our block program has.</summary>
    public bool IsCurrent => Hash == PublishedOs.OsHash;

    /// <summary>The program in S-two's frame, as it is run and proved.</summary>
    public CairoProgram Framed => framed.Value;

    /// <summary>The hash that proofs of it show: that of the words with the frame.</summary>
    public Felt ProvedHash => ProofModeRun.HashOf(Framed.Data);

    /// <summary>Compiles it.</summary>
    /// <param name="sources">The folder that has <see cref="MainFile"/>.</param>
    /// <param name="libraries">Folders of the modules that it imports and does not bring itself; the first that has one counts.</param>
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
            : !builtins.SequenceEqual(ProofModeRun.Builtins)
                ? $"expected the builtins {Names(ProofModeRun.Builtins)}, got {Names(builtins)}"
            : null;
        program = error is null ? new OsProgram(cairo) : null;
        return program is not null;
    }

    private static Felt[] ElementsOf(CairoProgram cairo) =>
    [
        Felt.Zero, cairo.Main!.Value, cairo.Builtins.Count, .. cairo.Builtins.Select(item => Felt.FromShortString(item.Text())),
        .. cairo.Data,
    ];

    private static string Names(IEnumerable<string> names) => string.Join(' ', names);
}
