using System;
using System.CommandLine;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Threading;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Proofs.Formats;
using Kraken.Cairo.Prover;
using Kraken.Cairo.Prover.Adapter;
using Kraken.Cairo.Prover.Input;
using Kraken.Cairo.Prover.Witness;
using Kraken.Cairo.Vm.Runs;
using Kraken.Cli.Files;
using Spectre.Console;

namespace Kraken.Cli.Verbs;

/// <summary><c>kraken prove</c>: runs a Cairo program and proves the run.</summary>
internal static class ProveVerb
{
    private const int MaxParameterBytes = 1 << 20;

    public static Command Create()
    {
        Option<string> program = new("--program") { Description = "A compiled Cairo program (JSON).", Required = true };
        Option<string?> parameters =
            new("--params") { Description = "Prover parameters (JSON of stwo-cairo); 96 bits over canonical_small when left out." };
        Option<string> output = new("--out") { Description = "The file for the proof.", Required = true };
        Option<string> format = new("--format")
        {
            Description = "cairo-serde, json, binary or extended-binary.",
            DefaultValueFactory = _ => "json",
        };
        format.AcceptOnlyFromAmong("cairo-serde", "json", "binary", "extended-binary");
        Option<bool> compute = RootOptions.ComputeOption(
            "Prove also where this program has no root of the fixed columns; such a proof needs 'kraken verify --compute-root'.");
        Option<long> steps = ProgramLimits.StepsOption();
        Option<long> cells = ProgramLimits.CellsOption();
        Command command = new("prove", "Run a Cairo program and prove the run.")
        {
            program, parameters, output, format, compute, steps, cells,
        };
        command.SetAction((result, cancellation) => System.Threading.Tasks.Task.FromResult(Run(
            result.GetRequiredValue(program),
            (result.GetValue(parameters), result.GetValue(compute)),
            result.GetRequiredValue(output),
            FormatOf(result.GetRequiredValue(format)),
            (result.GetValue(steps), result.GetValue(cells)),
            cancellation)));
        return command;
    }

    private static ProofFormat FormatOf(string name) => name switch
    {
        "cairo-serde" => ProofFormat.CairoSerde,
        "binary" => ProofFormat.Binary,
        "extended-binary" => ProofFormat.ExtendedBinary,
        _ => ProofFormat.Json,
    };

    private static int Run(
        string programPath,
        (string? Path, bool AllowsUnknownRoot) parameterFile,
        string outputPath,
        ProofFormat format,
        (long Steps, long Cells) most,
        CancellationToken cancellation)
    {
        if (!OutputFile.CanWrite(outputPath)
            || !TryReadParameters(parameterFile.Path, parameterFile.AllowsUnknownRoot, out ProverParameters? parameters))
        {
            return 1;
        }

        if (parameters!.FindFormatError(format) is string refusal)
        {
            Console.Error.WriteLine(refusal);
            return 2;
        }

        Stopwatch watch = Stopwatch.StartNew();
        if (ProgramFile.Run(programPath, RunOptions.Stwo, most.Steps, most.Cells) is not { } runner)
        {
            return 1;
        }

        CairoProof proof;
        try
        {
            ProverInput input = ProverInputAdapter.Adapt(runner);
            Console.Error.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture, $"ran {runner.CountResources().Steps} steps in {watch.ElapsedMilliseconds} ms"));
            proof = Prove(input, parameters!, cancellation);
        }
        catch (ProvingException refused)
        {
            ErrorLine.Write(programPath, refused.Message);
            return 1;
        }

        byte[] bytes = ProofEncoder.Encode(proof, format);
        OutputFile.Write(outputPath, bytes);
        Console.Error.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture, $"wrote {bytes.Length} bytes to {outputPath} after {watch.Elapsed.TotalSeconds:f1} s"));
        return 0;
    }

    private static bool TryReadParameters(string? path, bool allowsUnknownRoot, [NotNullWhen(true)] out ProverParameters? parameters)
    {
        parameters = ProverParameters.Default;
        if (path is null)
        {
            return true;
        }

        if (InputFile.Read(path, MaxParameterBytes) is not { } content)
        {
            parameters = null;
            return false;
        }

        if (ProverParameters.TryRead(content, out parameters, allowsUnknownRoot) is { } error)
        {
            ErrorLine.Write(path, error);
            parameters = null;
        }

        return parameters is not null;
    }

    /// <summary>Proves with a bar per phase on a terminal and a line per phase elsewhere.</summary>
    private static CairoProof Prove(ProverInput input, ProverParameters parameters, CancellationToken cancellation)
    {
        if (Console.IsErrorRedirected)
        {
            PhaseLines lines = new();
            return CairoProver.Prove(input, parameters, lines, cancellation);
        }

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new ElapsedTimeColumn())
            .Start(context =>
            {
                PhaseBars bars = new(context);
                return CairoProver.Prove(input, parameters, bars, cancellation);
            });
    }

    private sealed class PhaseLines : IProgress<ProvePhase>
    {
        public void Report(ProvePhase value) =>
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value.Elapsed.TotalSeconds,7:f2} s  {value.Step}"));
    }

    private sealed class PhaseBars(ProgressContext context) : IProgress<ProvePhase>
    {
        private ProgressTask? current;

        public void Report(ProvePhase value)
        {
            if (current is not null)
            {
                current.IsIndeterminate = false;
                current.Value = current.MaxValue;
                current.StopTask();
            }

            if (value.Step != ProveStep.Done)
            {
                current = context.AddTask(value.Step.ToString());
                current.IsIndeterminate = true;
            }
        }
    }
}
