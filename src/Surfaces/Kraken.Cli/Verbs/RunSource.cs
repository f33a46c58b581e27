using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using Kraken.Cairo.Hints.Bootloader;
using Kraken.Cairo.Vm.Runs;
using Kraken.Cli.Files;

namespace Kraken.Cli.Verbs;

/// <summary>What the verbs that make prover input run: a program with its arguments, or finished runs through a bootloader.</summary>
/// <param name="Program">The --program; null where a bootloader is given.</param>
/// <param name="Arguments">The --args; null for none.</param>
/// <param name="Bootloader">The --bootloader; null where a program is given.</param>
/// <param name="Hash">The --program-hash.</param>
internal sealed record RunSource(
    string? Program, string? Arguments, string[] Pies, string? Bootloader, ProgramHashFunction Hash, long MaxSteps, long MaxCells)
{
    /// <summary>The file that errors of the run are about.</summary>
    public string Path => Program ?? Bootloader!;

    /// <summary>Runs it for the prover; on a failure says why on standard error and returns null.</summary>
    public CairoRunner? Run() => Program is null ? BootloaderFile.Run(this) : ProgramFile.Run(this);

    /// <summary>The options of a verb, which add themselves to it.</summary>
    internal sealed class Options
    {
        private readonly Option<string?> program = new("--program")
        {
            Description = "A compiled Cairo program (JSON): Cairo 0 in proof mode, or an executable of Cairo 1.",
        };

        private readonly Option<string?> arguments = new("--args")
        {
            Description = "With --program, what it takes (JSON): tasks of a bootloader, a list of numbers, or an object of named numbers.",
        };

        private readonly Option<string[]> pies = new("--pie")
        {
            Description = "With --bootloader, a finished run (Cairo PIE, zip) as its task; may be repeated.", DefaultValueFactory = _ => [],
        };

        private readonly Option<string?> bootloader = new("--bootloader")
        {
            Description = "A compiled simple bootloader (JSON), which runs the PIEs and puts out their program hashes and outputs.",
        };

        private readonly Option<string> hash = new("--program-hash")
        {
            Description = "With --bootloader, how it hashes the tasks' programs: blake, poseidon or pedersen.",
            DefaultValueFactory = _ => "blake",
        };

        private readonly Option<long> steps = ProgramLimits.StepsOption();
        private readonly Option<long> cells = ProgramLimits.CellsOption();

        /// <summary>Adds the options to a verb.</summary>
        /// <param name="command">The verb.</param>
        /// <param name="other">An option that stands for all of them; null where there is none.</param>
        public Options(Command command, Option<string?>? other = null)
        {
            hash.AcceptOnlyFromAmong("blake", "poseidon", "pedersen");
            foreach (Option option in (Option[])[program, arguments, pies, bootloader, hash, steps, cells])
            {
                command.Options.Add(option);
            }

            command.Validators.Add(result => Check(result, other));
        }

        /// <summary>What was given; meaningless where the other option was.</summary>
        public RunSource Of(ParseResult result) => new(
            result.GetValue(program),
            result.GetValue(arguments),
            result.GetValue(pies) ?? [],
            result.GetValue(bootloader),
            Enum.Parse<ProgramHashFunction>(result.GetRequiredValue(hash), ignoreCase: true),
            result.GetValue(steps),
            result.GetValue(cells));

        private void Check(CommandResult result, Option<string?>? other)
        {
            bool hasPies = result.GetValue(pies) is { Length: > 0 };
            int given = (result.GetValue(program) is null ? 0 : 1) + (hasPies ? 1 : 0)
                + (other is null || result.GetValue(other) is null ? 0 : 1);
            if (given != 1)
            {
                string names = other is null ? "--program, --pie" : $"--program, --pie, {other.Name}";
                result.AddError($"expected one of {names}, got {(given == 0 ? "none" : "several")}");
            }
            else if (hasPies == result.GetValue(bootloader) is null)
            {
                result.AddError("--pie and --bootloader: expected both or neither");
            }
            else if (result.GetValue(arguments) is not null && result.GetValue(program) is null)
            {
                result.AddError("--args: expected --program with it");
            }
        }
    }
}
