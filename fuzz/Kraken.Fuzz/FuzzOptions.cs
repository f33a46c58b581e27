using System;
using System.Globalization;

namespace Kraken.Fuzz;

/// <summary>What the command line asks for.</summary>
internal sealed record FuzzOptions
{
    /// <summary>The target; null with <see cref="All"/>.</summary>
    internal string? Target { get; init; }

    /// <summary>Every target in turn.</summary>
    internal bool All { get; init; }

    /// <summary>How long each target runs.</summary>
    internal TimeSpan Time { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Where the random numbers begin.</summary>
    internal int Seed { get; init; } = 1;

    /// <summary>The file to give to the target once; null for none.</summary>
    internal string? Replay { get; init; }

    /// <summary>Whether inputs are changed from the seeds alone.</summary>
    internal bool WithoutCoverage { get; init; }

    /// <summary>Reads the command line; null when it is none, and why.</summary>
    internal static FuzzOptions? Parse(string[] args, out string? problem)
    {
        FuzzOptions options = new();
        problem = null;
        for (int at = 0; at < args.Length; at++)
        {
            string? value = at + 1 < args.Length ? args[at + 1] : null;
            switch (args[at])
            {
                case "--all":
                    options = options with { All = true };
                    break;
                case "--no-coverage":
                    options = options with { WithoutCoverage = true };
                    break;
                case "--minutes" when double.TryParse(
                    value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double minutes) && minutes <= 10_000:
                    options = options with { Time = TimeSpan.FromMinutes(minutes) };
                    at++;
                    break;
                case "--seed" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int seed):
                    options = options with { Seed = seed };
                    at++;
                    break;
                case "--replay" when value is not null:
                    options = options with { Replay = value };
                    at++;
                    break;
                case string name when options.Target is null && !name.StartsWith('-'):
                    options = options with { Target = name };
                    break;
                default:
                    problem = $"'{args[at]}': expected --minutes M, --seed S, --replay FILE, --no-coverage or one target";
                    return null;
            }
        }

        problem = options.All == (options.Target is not null) ? "expected a target or --all" : null;
        return problem is null ? options : null;
    }
}
