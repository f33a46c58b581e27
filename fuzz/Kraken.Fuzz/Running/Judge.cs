using System;
using System.Diagnostics;
using System.Linq;
using Kraken.Execution.Limits;
using Kraken.Fuzz.Targets;

namespace Kraken.Fuzz.Running;

/// <summary>Gives a target one input and says what is wrong with what it did.</summary>
internal static class Judge
{
    // A first call compiles code and fills tables, and a collection may fall into any call: what holds once, holds.
    private const int Attempts = 3;

    /// <summary>Decodes an input and checks the target's laws.</summary>
    /// <param name="target">The target.</param>
    /// <param name="input">The input.</param>
    /// <param name="taken">Whether the decoder took it.</param>
    /// <returns>Null, or what is wrong.</returns>
    internal static Finding? Run(FuzzTarget target, byte[] input, out bool taken)
    {
        taken = false;
        Finding? excess = null;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            object? decoded;
            try
            {
                excess = Measure(target, input, out decoded);
            }
            catch (Exception thrown)
            {
                return new Finding(KeyOf(thrown), $"decoding threw {thrown.GetType().Name}: {FirstLine(thrown.Message)}");
            }

            if (excess is null)
            {
                taken = decoded is not null;
                return decoded is null ? null : CheckLaws(target, decoded, input);
            }
        }

        return excess;
    }

    private static Finding? Measure(FuzzTarget target, byte[] input, out object? decoded)
    {
        TimeProvider clock = target.UsesOtherThreads ? TimeProvider.System : ThreadTimeProvider.Instance;
        long before = Allocated(target);
        long start = clock.GetTimestamp();
        decoded = target.Decode(input);
        TimeSpan time = clock.GetElapsedTime(start);
        long allocated = Allocated(target) - before;
        long most = target.Bounds.BytesFor(input.Length);
        return allocated > most
            ? new Finding("allocation", $"decoding {input.Length} bytes allocated {allocated} bytes, expected at most {most}")
            : time > target.Bounds.Time
            ? new Finding(
                "time",
                $"decoding {input.Length} bytes took {time.TotalSeconds:0.00} s, expected at most {target.Bounds.Time.TotalSeconds:0.00} s")
            : null;
    }

    private static long Allocated(FuzzTarget target) =>
        target.UsesOtherThreads ? GC.GetTotalAllocatedBytes() : GC.GetAllocatedBytesForCurrentThread();

    private static Finding? CheckLaws(FuzzTarget target, object decoded, byte[] input)
    {
        try
        {
            target.Check(decoded, input);
            return null;
        }
        catch (BrokenLawException broken)
        {
            return new Finding("law: " + FirstLine(broken.Message), "a law does not hold: " + FirstLine(broken.Message));
        }
        catch (Exception thrown)
        {
            return new Finding(
                "law: " + KeyOf(thrown), $"a value that was taken threw {thrown.GetType().Name}: {FirstLine(thrown.Message)}");
        }
    }

    // The kind of the exception and the first place in the project's own code: one defect, one key.
    private static string KeyOf(Exception thrown)
    {
        string? place = new StackTrace(thrown).GetFrames()
            .Select(frame => frame.GetMethod())
            .Where(method => method?.DeclaringType?.FullName?.StartsWith("Kraken.", StringComparison.Ordinal) == true)
            .Select(method => $"{method!.DeclaringType!.FullName}.{method.Name}")
            .FirstOrDefault();
        return $"{thrown.GetType().Name} in {place ?? "a library"}";
    }

    private static string FirstLine(string text)
    {
        const int MaxShown = 160;
        string line = text.Split('\n')[0];
        return line.Length <= MaxShown ? line : line[..MaxShown] + "...";
    }
}
