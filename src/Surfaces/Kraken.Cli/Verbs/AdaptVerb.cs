using System;
using System.CommandLine;
using System.Threading.Tasks;
using Kraken.Cli.Files;

namespace Kraken.Cli.Verbs;

/// <summary><c>kraken adapt</c>: runs a Cairo program and writes the run as prover input.</summary>
internal static class AdaptVerb
{
    public static Command Create()
    {
        Option<string> output = new("--out")
        {
            Description = "The file for the prover input (JSON of stwo-cairo's adapter), packed by gzip where its name ends in .gz.",
            Required = true,
        };
        Command command = new("adapt", "Run a Cairo program and write the run as prover input, for 'kraken prove --prover-input'.");
        RunSource.Options source = new(command);
        command.Options.Add(output);
        command.SetAction((result, _) => RunAsync(source.Of(result), result.GetRequiredValue(output)));
        return command;
    }

    private static async Task<int> RunAsync(RunSource source, string path)
    {
        if (!OutputFile.CanWrite(path) || Adaptation.Of(source) is not { } input)
        {
            return ExitCode.Invalid;
        }

        await ProverInputFile.WriteAsync(path, input).ConfigureAwait(false);
        Console.Error.WriteLine($"wrote {input.Steps} steps to {path}");
        return ExitCode.Valid;
    }
}
