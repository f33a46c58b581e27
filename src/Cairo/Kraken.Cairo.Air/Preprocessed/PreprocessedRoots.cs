using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.IO;

namespace Kraken.Cairo.Air.Preprocessed;

/// <summary>
/// The known roots of the preprocessed trees. They bind a proof to the tables that the AIR means: a proof over other tables may prove
/// anything. They stand in roots.txt. Published are those of blake2s over canonical and of poseidon252 without Pedersen, each at blowups
/// 1 to 5 and not lifted (stwo-cairo), and those of blake2s and blake2s_m31 over canonical_small at blowups 1 to 3 (stwo-circuits). All
/// others were computed by this project's prover, each by the command that the file's head names, and have no published constant to
/// compare with; the same computation gives the published ones. Tests recompute the small ones.
/// </summary>
public static class PreprocessedRoots
{
    /// <summary>What a refusal of a kind whose root is not known says.</summary>
    public const string HowToCompute = "--compute-root computes it";

    private const string Resource = "roots.txt";

    private static readonly FrozenDictionary<PreprocessedTree, string> Known = Read();

    /// <summary>All known roots, for the tests that recompute them.</summary>
    internal static IEnumerable<PreprocessedTree> Keys => Known.Keys;

    /// <summary>The table as a source.</summary>
    internal static IPreprocessedRootSource Table { get; } = new TableSource();

    /// <summary>
    /// The root of a tree that is not lifted, as text: 64 hexadecimal digits for the BLAKE2s channels, a 0x felt for poseidon252.
    /// </summary>
    /// <param name="hashName">blake2s, blake2s_m31 or poseidon252.</param>
    /// <param name="logBlowup">log2 of the blowup.</param>
    /// <returns>False if no root is known; such proofs cannot be checked.</returns>
    public static bool TryGet(string hashName, PreprocessedVariant variant, int logBlowup, [NotNullWhen(true)] out string? root) =>
        TryGet(new(hashName, variant, logBlowup, PreprocessedLayout.Of(variant).MaxLogSize + logBlowup), out root);

    /// <summary>The root of a tree that may be lifted.</summary>
    /// <param name="root">The root as text.</param>
    /// <returns>False if no root is known.</returns>
    public static bool TryGet(PreprocessedTree tree, [NotNullWhen(true)] out string? root) => Known.TryGetValue(tree, out root);

    private static FrozenDictionary<PreprocessedTree, string> Read()
    {
        using Stream stream = typeof(PreprocessedRoots).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"the resource {Resource} is missing");
        using StreamReader reader = new(stream);
        Dictionary<PreprocessedTree, string> roots = [];
        while (reader.ReadLine() is string line)
        {
            if (!line.StartsWith('#'))
            {
                string[] words = line.Split(' ');
                PreprocessedVariant variant = (PreprocessedVariant)PreprocessedLayout.VariantNames.IndexOf(words[1]);
                roots.Add(new(words[0], variant, Number(words[2]), Number(words[3])), words[4]);
            }
        }

        return roots.ToFrozenDictionary();
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private sealed class TableSource : IPreprocessedRootSource
    {
        public string? Find(PreprocessedTree tree) => Known.GetValueOrDefault(tree);
    }
}
