using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.BlockProof.Hints;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Cairo.Vm.Runs;
using Kraken.Fields;
using Xunit;

namespace Kraken.BlockProof.Tests.Cairo;

/// <summary>Runs a main with one call of one hint lying.</summary>
internal static class AlteredHint
{
    /// <summary>
    /// Lets each of the first calls of a hint lie in turn. The run must end in an error or give another output.
    /// </summary>
    /// <param name="file">The main.</param>
    /// <param name="own">The main's own hints.</param>
    /// <param name="hint">The hint.</param>
    /// <param name="variables">What it writes.</param>
    /// <param name="alter">Honest values to others; null if no other ones can be told.</param>
    /// <returns>How many lies were told.</returns>
    public static int MustMatter(
        string file, IReadOnlyDictionary<string, HintFactory> own, string hint, string[] variables, Func<Felt[], Felt[]?> alter)
    {
        List<Felt[]> honest = [];
        (Felt[] output, _) = CairoTest.Run(file, With(own, hint, variables, (run, written, honestly) =>
        {
            honestly(run);
            honest.Add([.. written.Select(id => id.Felt(run))]);
        }));
        int told = 0;
        for (int target = 0; target < Math.Min(honest.Count, 40); target++)
        {
            if (alter([.. honest[target]]) is not { } lie)
            {
                continue;
            }

            int call = 0;
            VmError? error = CairoTest.TryRun(
                file,
                With(own, hint, variables, (run, written, honestly) =>
                {
                    if (call++ != target)
                    {
                        honestly(run);
                        return;
                    }

                    for (int i = 0; i < written.Length; i++)
                    {
                        written[i].Set(run, lie[i]);
                    }
                }),
                out CairoRunner runner);
            told++;
            Assert.True(
                error is not null || !runner.Output().Select(cell => cell.Felt).SequenceEqual(output),
                $"{hint}: lie {target} had no effect");
        }

        return told;
    }

    private static Dictionary<string, HintFactory> With(
        IReadOnlyDictionary<string, HintFactory> own, string hint, string[] variables, Action<HintRun, HintId[], Action<HintRun>> act) =>
        new(own)
        {
            [hint] = ids =>
            {
                HintId[] written = [.. variables.Select(name => ids[name])];
                Action<HintRun> honestly = (own.TryGetValue(hint, out HintFactory? given) ? given : LibraryHints.All[hint])(ids);
                return run => act(run, written, honestly);
            },
        };
}
