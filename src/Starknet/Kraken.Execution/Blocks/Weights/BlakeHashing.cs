using System;
using Kraken.Execution.Constants;
using Kraken.Fields;

namespace Kraken.Execution.Blocks.Weights;

/// <summary>
/// An estimate of what the OS spends on one Blake hash of felts. A felt below 2^63 is encoded in two words of 32 bits, another in eight;
/// sixteen words are one message. The numbers of steps are Starknet's measurements of its OS.
/// </summary>
internal static class BlakeHashing
{
    private const long WordsPerLargeFelt = 8;
    private const long WordsPerSmallFelt = 2;
    private const long WordsPerMessage = 16;
    private const long StepsOfNothing = 167;
    private const long StepsPerLargeFelt = 50;
    private const long StepsPerSmallFelt = 18;
    private const long StepsOfFullMessages = 216;
    private const long StepsOfPartialMessage = 192;
    private const long StepsSavedPerFullMessage = 26;
    private const long RangeChecks = 3;

    private static readonly Felt Large = 1UL << 63;

    internal static void Add(ref VmResources resources, ReadOnlySpan<Felt> felts)
    {
        int large = 0;
        foreach (Felt felt in felts)
        {
            large += felt >= Large ? 1 : 0;
        }

        Add(ref resources, large, felts.Length - large);
    }

    internal static void Add(ref VmResources resources, int large, int small)
    {
        long words = (large * WordsPerLargeFelt) + (small * WordsPerSmallFelt);
        if (words == 0)
        {
            resources.Steps += StepsOfNothing;
            return;
        }

        resources.Steps += (words % WordsPerMessage == 0 ? StepsOfFullMessages : StepsOfPartialMessage)
            + (large * StepsPerLargeFelt) + (small * StepsPerSmallFelt) - (words / WordsPerMessage * StepsSavedPerFullMessage);
        resources.Builtins[PricedBuiltin.RangeCheck] += large + small + RangeChecks;
        resources.Builtins[PricedBuiltin.Blake] += (words + WordsPerMessage - 1) / WordsPerMessage;
    }
}
