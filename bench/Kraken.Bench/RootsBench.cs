using System;
using System.Collections.Generic;
using System.Globalization;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Cairo.Prover;

namespace Kraken.Bench;

/// <summary>Computes roots of preprocessed trees and prints them as the lines of roots.txt.</summary>
internal static class RootsBench
{
    public static int Run(string hash, string variantName, string logBlowup, string maxHeight)
    {
        int index = PreprocessedLayout.VariantNames.IndexOf(variantName);
        if (index < 0)
        {
            Console.Error.WriteLine($"{variantName} is none of {string.Join(", ", PreprocessedLayout.VariantNames)}");
            return 2;
        }

        PreprocessedVariant variant = (PreprocessedVariant)index;
        int blowup = int.Parse(logBlowup, CultureInfo.InvariantCulture);
        int natural = PreprocessedLayout.Of(variant).MaxLogSize + blowup;
        int height = Math.Max(natural, int.Parse(maxHeight, CultureInfo.InvariantCulture));
        IReadOnlyList<string> roots = PreprocessedRootComputation.Compute(new(hash, variant, blowup, natural), height);
        for (int i = 0; i < roots.Count; i++)
        {
            Console.WriteLine($"{hash} {variantName} {blowup} {natural + i} {roots[i]}");
        }

        return 0;
    }
}
