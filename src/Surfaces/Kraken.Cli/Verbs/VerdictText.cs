using System;
using System.Collections.Generic;
using Kraken.Cli.Files;
using Kraken.Proofs.Checking;
using Kraken.Proofs.Checking.Blocks;

namespace Kraken.Cli.Verbs;

/// <summary>What verdicts about blocks and bundles have in common as text.</summary>
internal static class VerdictText
{
    /// <summary>Prints the steps of a check, a line each.</summary>
    public static void PrintSteps(IEnumerable<CheckStep> steps)
    {
        foreach (CheckStep step in steps)
        {
            Console.WriteLine(ErrorLine.Of($"  {step.Outcome,-8} {step.Name}: {step.Detail}"));
        }
    }

    /// <summary>Prints what a proof of blocks that holds states, what the validators vouch for, and what neither covers.</summary>
    public static void PrintMeaning()
    {
        PrintTexts("proved", BlockProofMeaning.Proved);
        PrintTexts("vouched for by the validators", BlockProofMeaning.VouchedByConsensus);
        PrintTexts("covered by neither", BlockProofMeaning.CoveredByNeither);
    }

    /// <summary>Prints sentences, a line each.</summary>
    public static void PrintTexts(string what, IEnumerable<string> sentences)
    {
        foreach (string sentence in sentences)
        {
            Console.WriteLine($"{what}: {sentence}");
        }
    }
}
