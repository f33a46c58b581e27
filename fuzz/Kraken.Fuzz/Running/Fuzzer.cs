using System;
using System.Collections.Generic;
using Kraken.Fuzz.Mutation;
using Kraken.Fuzz.Targets;

namespace Kraken.Fuzz.Running;

/// <summary>
/// Gives a target its seeds and then inputs that are made from them, for as long as it is told to. A function of the seed, the corpus and
/// the coverage.
/// </summary>
internal sealed class Fuzzer
{
    private readonly FuzzTarget target;
    private readonly ICoverage coverage;
    private readonly Random random;
    private readonly Mutator mutator;
    private readonly Corpus corpus = new();
    private readonly Dictionary<string, FoundInput> found = new(StringComparer.Ordinal);

    internal Fuzzer(FuzzTarget target, int seed, ICoverage coverage)
    {
        this.target = target;
        this.coverage = coverage;
        random = new Random(seed);
        mutator = new Mutator(random, target.Shape, target.MaxInputBytes);
    }

    /// <summary>Called before an input is given to the target.</summary>
    internal Action<byte[]>? Begins { get; init; }

    /// <summary>Called with an input that took the code a new way.</summary>
    internal Action<byte[]>? IsNew { get; init; }

    /// <summary>Called with the first input of a defect.</summary>
    internal Action<FoundInput>? IsFound { get; init; }

    /// <summary>Inputs given so far.</summary>
    internal long Inputs { get; private set; }

    /// <summary>How many of them the decoder took.</summary>
    internal long Taken { get; private set; }

    /// <summary>The defects, one input each.</summary>
    internal IReadOnlyCollection<FoundInput> Found => found.Values;

    /// <summary>The inputs that others are made from.</summary>
    internal int CorpusCount => corpus.Count;

    /// <summary>Gives the target its genuine inputs, which stay in the corpus whatever they do.</summary>
    internal void Start()
    {
        foreach (byte[] seed in target.Seeds())
        {
            corpus.Add(seed);
            Give(seed);
        }
    }

    /// <summary>Gives the target an input that an earlier run kept; false when it leads to no new code any more.</summary>
    internal bool TryKeep(byte[] input) => input.Length <= target.MaxInputBytes && Give(input) && corpus.Add(input);

    /// <summary>Makes an input and gives it to the target.</summary>
    internal void Step()
    {
        byte[] input = mutator.Mutate(corpus.Draw(random), corpus.Draw(random));
        if (Give(input) && corpus.Add(input))
        {
            IsNew?.Invoke(input);
        }
    }

    private bool Give(byte[] input)
    {
        Begins?.Invoke(input);
        coverage.Begin();
        Finding? finding = Judge.Run(target, input, out bool taken);
        bool isNew = coverage.End();
        Inputs++;
        Taken += taken ? 1 : 0;
        if (finding is not null && !found.ContainsKey(finding.Key))
        {
            FoundInput first = new(finding, input);
            found.Add(finding.Key, first);
            IsFound?.Invoke(first);
        }

        return isNew;
    }
}
