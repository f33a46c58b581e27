using System;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Cairo.Prover.Input;
using Kraken.Fields;
using Kraken.Stark.Channels;
using Kraken.Stark.Pcs;

namespace Kraken.Cairo.Prover;

/// <summary>
/// Roots that a user had computed: a file of his own, which he trusts like the program itself. It is a head with the version of the
/// columns, a line for each root, as in the table, and the SHA-256 hash of all that, which tells damage, not forgery.
/// </summary>
public sealed class RootFile
{
    /// <summary>The most bytes of a file.</summary>
    public const int MaxBytes = 1 << 18;

    private const int MaxLogBlowup = 16;
    private const string SumWord = "sha256-of-all-above";

    private readonly ImmutableSortedDictionary<string, string> roots;

    private RootFile(ImmutableSortedDictionary<string, string> roots) => this.roots = roots;

    /// <summary>What a user begins with.</summary>
    public static RootFile Empty { get; } = new(ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));

    /// <summary>The number of roots.</summary>
    public int Count => roots.Count;

    private static string Head { get; } =
        string.Create(CultureInfo.InvariantCulture, $"kraken-roots 1 columns {PreprocessedRootComputation.Version}");

    /// <summary>Reads a file.</summary>
    /// <param name="content">At most <see cref="MaxBytes"/>.</param>
    /// <param name="file">The roots; null on error.</param>
    /// <returns>Null, or why the file was refused: damaged, of another version, or against the table.</returns>
    public static ProverInputError? TryRead(ReadOnlySpan<byte> content, out RootFile? file)
    {
        file = null;
        if (content.Length > MaxBytes)
        {
            return new("roots", $"at most {MaxBytes} bytes", $"{content.Length}");
        }

        string[] lines = Encoding.ASCII.GetString(content).Split('\n');
        if (lines[0] != Head)
        {
            return new("roots line 1", $"'{Head}'", Quote(lines[0]));
        }

        if (lines.Length < 3 || lines[^1].Length > 0 || lines[^2] != Sum(lines[..^2]))
        {
            return new("roots, last line", $"{SumWord} and that hash", Quote(lines.Length < 2 ? lines[0] : lines[^2]));
        }

        RootFile read = Empty;
        for (int i = 1; i < lines.Length - 2; i++)
        {
            if (ReadLine(lines[i], ref read) is { } expected)
            {
                return new($"roots line {i + 1}", expected, Quote(lines[i]));
            }
        }

        file = read;
        return null;
    }

    /// <summary>The root of a tree; null if it is not among them.</summary>
    public string? Find(PreprocessedTree tree) => roots.GetValueOrDefault(Key(tree));

    /// <summary>These roots and another one.</summary>
    public RootFile With(PreprocessedTree tree, string root) => new(roots.SetItem(Key(tree), root));

    /// <summary>The file's bytes.</summary>
    public byte[] Encode()
    {
        string[] lines = [Head, .. roots.Select(entry => $"{entry.Key} {entry.Value}")];
        return Encoding.ASCII.GetBytes($"{string.Join('\n', lines)}\n{Sum(lines)}\n");
    }

    /// <summary>Adds the root of a line; gives what was expected where the line is none.</summary>
    private static string? ReadLine(string line, ref RootFile read)
    {
        string[] words = line.Split(' ');
        int variant = words.Length == 5 ? PreprocessedLayout.VariantNames.IndexOf(words[1]) : -1;
        if (variant < 0
            || !TryNumber(words[2], MaxLogBlowup, out int blowup)
            || !TryNumber(words[3], PcsConfig.MaxLogDomain, out int height))
        {
            return "hash, variant, log2 of the blowup, height and root";
        }

        PreprocessedTree tree = new(words[0], (PreprocessedVariant)variant, blowup, height);
        if (height < tree.NaturalHeight || !IsRoot(words[0], words[4]))
        {
            return "a tree of a known hash, at least of its natural height, and a root as that hash has them";
        }

        if (read.Find(tree) is not null || (read.roots.Count > 0 && string.CompareOrdinal(read.roots.Keys.Last(), Key(tree)) > 0))
        {
            return "each tree once, in order";
        }

        // The table stands for itself; a file that says otherwise was not made by this program.
        if (PreprocessedRoots.TryGet(tree, out string? known) && known != words[4])
        {
            return $"the root {known}";
        }

        read = read.With(tree, words[4]);
        return null;
    }

    private static bool IsRoot(string hashName, string root)
    {
        if (hashName == Poseidon252Channel.Name)
        {
            return Felt.TryParse(root, out Felt felt) && felt.ToString() == root;
        }

        if (hashName is not ("blake2s" or "blake2s_m31")
            || root.Length != 2 * Blake2sHash.ByteCount
            || !root.All(char.IsAsciiHexDigitLower))
        {
            return false;
        }

        return hashName == Blake2sChannel.Name
            || Convert.FromHexString(root).Chunk(sizeof(uint)).All(word => BitConverter.ToUInt32(word) < M31.Modulus);
    }

    // The framework's parsers pass over zero characters at the end.
    private static bool TryNumber(string text, int max, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0 && number <= max
        && text[0] != '0' && text.All(char.IsAsciiDigit);

    private static string Key(PreprocessedTree tree) => string.Create(
        CultureInfo.InvariantCulture,
        $"{tree.HashName} {PreprocessedLayout.Of(tree.Variant).Name} {tree.LogBlowup} {tree.Height}");

    private static string Sum(string[] lines) =>
        $"{SumWord} {Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join('\n', lines))))}";

    private static string Quote(string line) => line.Length <= 160 ? $"'{line}'" : $"'{line[..160]}' and more";
}
