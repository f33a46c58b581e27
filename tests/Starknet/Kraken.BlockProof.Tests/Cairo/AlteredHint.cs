using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using Kraken.BlockProof.Hints;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Cairo.Vm.Programs;
using Kraken.Cairo.Vm.Runs;
using Kraken.Fields;
using Xunit;

namespace Kraken.BlockProof.Tests.Cairo;

/// <summary>
/// Runs a main with one call of one hint lying. Only what the program itself says counts against the lie: an assertion that fails, a cell
/// out of a builtin's range, another output. A hint behind it that cannot go on says nothing about the program, as whoever proves needs
/// no hints, and neither does a cell that is read and was never written: both are zeros then, and the run goes on.
/// </summary>
internal static partial class AlteredHint
{
    private const int MaxLies = 40;
    private const int MaxEmptyCells = 500;

    private static readonly HashSet<VmErrorKind> Assertions =
    [
        VmErrorKind.DiffAssertValues, VmErrorKind.RangeCheckNumOutOfBounds, VmErrorKind.InconsistentAutoDeduction, VmErrorKind.BlakeOperand,
    ];

    private static readonly HashSet<VmErrorKind> EmptyCells =
        [VmErrorKind.FailedToComputeOperands, VmErrorKind.UnknownMemoryCell, VmErrorKind.NoDst];

    /// <summary>What a hint does in place of what it should do.</summary>
    /// <param name="run">The run.</param>
    /// <param name="honestly">What it should do.</param>
    public delegate void Lie(HintRun run, Action<HintRun> honestly);

    /// <summary>Lets each of the first calls of a hint lie in turn.</summary>
    /// <param name="file">The main.</param>
    /// <param name="own">The main's own hints.</param>
    /// <param name="hint">The hint.</param>
    /// <param name="variables">What it writes.</param>
    /// <param name="alter">Honest values to others; null if no other ones can be told.</param>
    /// <param name="mayNotEnd">Whether a run that has no end counts as well: what must come to 0 does not.</param>
    /// <returns>How many lies were told.</returns>
    public static int MustMatter(
        string file,
        IReadOnlyDictionary<string, HintFactory> own,
        string hint,
        string[] variables,
        Func<Felt[], Felt[]?> alter,
        bool mayNotEnd = false)
    {
        Subject subject = Subject.Of(file, own);
        List<Felt[]> honest = [];
        (Felt[] output, long steps) = subject.Run(Wrapped(subject.Hints(), hint, ids =>
        {
            HintId[] written = [.. variables.Select(name => ids[name])];
            return (run, honestly) =>
            {
                honestly(run);
                honest.Add([.. written.Select(id => id.Felt(run))]);
            };
        }));
        int told = 0;
        for (int target = 0; target < Math.Min(honest.Count, MaxLies); target++)
        {
            if (alter([.. honest[target]]) is not { } lie)
            {
                continue;
            }

            told++;
            MustMatter(subject, hint, target, (output, steps), mayNotEnd, ids =>
            {
                HintId[] written = [.. variables.Select(name => ids[name])];
                return (run, _) =>
                {
                    for (int i = 0; i < written.Length; i++)
                    {
                        written[i].Set(run, lie[i]);
                    }
                };
            });
        }

        return told;
    }

    /// <summary>Lets one call of a hint lie.</summary>
    /// <param name="file">The main.</param>
    /// <param name="own">The main's own hints.</param>
    /// <param name="hint">The hint.</param>
    /// <param name="target">Which call of it, from 0 on.</param>
    /// <param name="lie">The lie, bound at load.</param>
    public static void MustMatter(
        string file, IReadOnlyDictionary<string, HintFactory> own, string hint, int target, Func<HintBinder, Lie> lie) =>
        MustMatter(Subject.Of(file, own), hint, target, null, false, lie);

    /// <summary>Lets one call of a hint lie.</summary>
    /// <param name="subject">What is run.</param>
    /// <param name="hint">The hint.</param>
    /// <param name="target">Which call of it, from 0 on.</param>
    /// <param name="honest">Output and steps of the honest run, if they are known.</param>
    /// <param name="mayNotEnd">Whether a run that has no end counts as well.</param>
    /// <param name="lie">The lie, bound at load.</param>
    public static void MustMatter(
        Subject subject,
        string hint,
        int target,
        (Felt[] Output, long Steps)? honest,
        bool mayNotEnd,
        Func<HintBinder, Lie> lie)
    {
        LiesAboutAttribute.Require(hint);
        (Felt[] output, long steps) = honest ?? subject.Run(subject.Hints());
        List<Relocatable> zeros = [];
        while (true)
        {
            VmError? error = RunWith(subject, hint, target, 4 * steps, lie, zeros, out CairoRunner runner);
            if (error is not null && EmptyCells.Contains(error.Kind) && zeros.Count < MaxEmptyCells)
            {
                zeros.Add(CellIn(error.Message));
                continue;
            }

            if (error is not null)
            {
                bool isFound = Assertions.Contains(error.Kind) || (mayNotEnd && error.Kind == VmErrorKind.UnfinishedExecution);
                Assert.True(isFound, $"{hint}, call {target}: no assertion, but {error.Kind}: {error.Message}");
                return;
            }

            Assert.False(
                runner.Output().Select(cell => cell.Felt).SequenceEqual(output), $"{hint}: the lie at call {target} had no effect");
            return;
        }
    }

    private static VmError? RunWith(
        Subject subject,
        string hint,
        int target,
        long maxSteps,
        Func<HintBinder, Lie> lie,
        List<Relocatable> zeros,
        out CairoRunner runner)
    {
        int call = 0;
        bool told = false;
        IReadOnlyDictionary<string, HintFactory> own = subject.Hints();
        Dictionary<string, HintFactory> hints = Wrapped(own, hint, ids =>
        {
            Lie tell = lie(ids);
            return (run, honestly) =>
            {
                if (call++ == target)
                {
                    told = true;
                    tell(run, honestly);
                }
                else
                {
                    OrZeros(subject, hint, ids, honestly, () => told)(run);
                }

                Fill(run);
            };
        });
        foreach ((string name, HintFactory factory) in own.Where(item => item.Key != hint))
        {
            hints[name] = ids =>
            {
                Action<HintRun> orZeros = OrZeros(subject, name, ids, factory(ids), () => told);
                return run =>
                {
                    orZeros(run);
                    Fill(run);
                };
            };
        }

        VmError? error = subject.TryRun(hints, maxSteps + 10_000, out runner);
        Assert.True(told, $"{hint} was called {call} times");
        return error;

        void Fill(HintRun run)
        {
            foreach (Relocatable cell in zeros.Where(cell => told && cell.Segment < run.Memory.SegmentCount))
            {
                FillWithZero(run, cell);
            }
        }
    }

    private static Dictionary<string, HintFactory> Wrapped(
        IReadOnlyDictionary<string, HintFactory> own, string hint, Func<HintBinder, Lie> bind) => new(own)
    {
        [hint] = ids =>
        {
            Lie act = bind(ids);
            Action<HintRun> honestly = own[hint](ids);
            return run => act(run, honestly);
        },
    };

    /// <summary>A hint that gives up behind a lie leaves zeros in the variables that have nothing yet.</summary>
    private static Action<HintRun> OrZeros(Subject subject, string hint, HintBinder ids, Action<HintRun> honestly, Func<bool> told)
    {
        HintId[] seen = [.. Names(subject.Program, hint).SelectMany(name => Find(ids, name))];
        return run =>
        {
            for (int cells = 0; ; cells++)
            {
                try
                {
                    honestly(run);
                    return;
                }
                catch (VmException failure) when (told() && EmptyCells.Contains(failure.Kind) && cells < MaxEmptyCells)
                {
                    FillWithZero(run, CellIn(failure.Message));
                }
                catch (Exception failure) when (told() && !(failure is VmException { Kind: var kind } && Assertions.Contains(kind)))
                {
                    foreach (HintId id in seen)
                    {
                        FillWithZero(run, id);
                    }

                    return;
                }
            }
        };
    }

    private static IEnumerable<string> Names(CairoProgram program, string hint) => program.Hints.Where(item => item.Code == hint)
        .SelectMany(item => item.References.Keys).Select(full => full[(full.LastIndexOf('.') + 1)..]).Distinct();

    // A hint of several functions does not see the variables of all.
    private static HintId[] Find(HintBinder ids, string name)
    {
        try
        {
            return [ids[name]];
        }
        catch (HintException)
        {
            return [];
        }
    }

    private static Relocatable CellIn(string message)
    {
        Match cell = CellText().Match(message);
        return new(
            int.Parse(cell.Groups[1].Value, CultureInfo.InvariantCulture), int.Parse(cell.Groups[2].Value, CultureInfo.InvariantCulture));
    }

    private static void FillWithZero(HintRun run, HintId id)
    {
        try
        {
            FillWithZero(run, id.Address(run));
        }
        catch (Exception failure) when (failure is HintException or VmException)
        {
            // It is no variable in memory.
        }
    }

    private static void FillWithZero(HintRun run, Relocatable cell)
    {
        if (run.Memory.Get(cell).IsEmpty)
        {
            run.Memory.Insert(cell, Felt.Zero);
        }
    }

    /// <summary>What is run.</summary>
    /// <param name="Program">The program.</param>
    /// <param name="Hints">Its hints, for one run.</param>
    /// <param name="Options">How it is run.</param>
    public sealed record Subject(CairoProgram Program, Func<IReadOnlyDictionary<string, HintFactory>> Hints, RunOptions Options)
    {
        /// <summary>A main with hints of its own beside those of the library.</summary>
        public static Subject Of(string file, IReadOnlyDictionary<string, HintFactory> own)
        {
            Dictionary<string, HintFactory> all = new(LibraryHints.All);
            foreach ((string name, HintFactory factory) in own)
            {
                all[name] = factory;
            }

            return new(CairoTest.Program(file), () => all, new RunOptions());
        }

        /// <summary>A run that must succeed.</summary>
        public (Felt[] Output, long Steps) Run(IReadOnlyDictionary<string, HintFactory> hints)
        {
            Assert.Null(TryRun(hints, long.MaxValue, out CairoRunner runner));
            return ([.. runner.Output().Select(cell => cell.Felt)], runner.Machine.Steps);
        }

        /// <summary>A run with these hints.</summary>
        public VmError? TryRun(IReadOnlyDictionary<string, HintFactory> hints, long maxSteps, out CairoRunner runner)
        {
            RunOptions options = Options with { Traced = false, Resources = new RunResources(maxSteps) };
            Cairo0HintProcessor processor = new(new Cairo0Hints(Program, hints));
            return CairoRunner.Run(Program, options, processor, out runner) ?? runner.VerifySecure();
        }
    }

    [GeneratedRegex(@"(\d+):(\d+)$")]
    private static partial Regex CellText();
}
