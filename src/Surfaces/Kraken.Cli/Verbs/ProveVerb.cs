using System;
using System.CommandLine;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Proofs.Formats;
using Kraken.Cairo.Prover;
using Kraken.Cairo.Prover.Input;
using Kraken.Cairo.Prover.Witness;
using Kraken.Cli.Files;

namespace Kraken.Cli.Verbs;

/// <summary><c>kraken prove</c>: proves a run, which it makes of a program or of finished runs, or which an adapter wrote.</summary>
internal sealed class ProveVerb
{
    private const int MaxParameterBytes = 1 << 20;

    private readonly Option<string?> input = new("--prover-input")
    {
        Description = "A run in the JSON of stwo-cairo's adapter, packed by gzip or not, as 'kraken adapt' writes it.",
    };

    private readonly Option<string?> parameters = new("--params")
    {
        Description = "Prover parameters (JSON of stwo-cairo); 96 bits over canonical_small when left out.",
    };

    private readonly Option<string> output = new("--out") { Description = "The file for the proof.", Required = true };

    private readonly Option<string?> programOutput = new("--program-output")
    {
        Description = "A file for the program's output: a list of numbers in hexadecimal (JSON).",
    };

    private readonly Option<string> format = new("--format")
    {
        Description = "cairo-serde, json, binary or extended-binary.", DefaultValueFactory = _ => "json",
    };

    private readonly Option<bool> compute = RootOptions.ComputeOption(
        "Prove also where this program has no root of the fixed columns; such a proof needs 'kraken verify --compute-root'.");

    private readonly Option<string?> memory = new("--memory")
    {
        Description = "The memory that the process may take, as 4GiB: a run that needs more is refused before it is proved. "
            + "Without it, no limit.",
    };

    private readonly Option<bool> json = new("--json")
    {
        Description = "Print phases, sizes, memory and the program's output as JSON.",
    };

    private readonly RunSource.Options source;
    private readonly Command command = new("prove", "Run a Cairo program and prove the run, or prove what an adapter made of a run.");

    private ProveVerb()
    {
        memory.Must(text => text is null || MemorySize.Parse(text) is not null, MemorySize.Form);
        format.AcceptOnlyFromAmong("cairo-serde", "json", "binary", "extended-binary");
        command.Options.Add(input);
        source = new(command, input);
        foreach (Option option in (Option[])[parameters, output, programOutput, format, compute, memory, json])
        {
            command.Options.Add(option);
        }

        command.SetAction((result, cancellation) => Task.FromResult(Run(result, cancellation)));
    }

    public static Command Create() => new ProveVerb().command;

    private static ProofFormat FormatOf(string name) => name switch
    {
        "cairo-serde" => ProofFormat.CairoSerde,
        "binary" => ProofFormat.Binary,
        "extended-binary" => ProofFormat.ExtendedBinary,
        _ => ProofFormat.Json,
    };

    private int Run(ParseResult result, CancellationToken cancellation)
    {
        string? wordsPath = result.GetValue(programOutput);
        if (!OutputFile.CanWrite(result.GetRequiredValue(output))
            || (wordsPath is not null && !OutputFile.CanWrite(wordsPath))
            || !TryReadParameters(result.GetValue(parameters), result.GetValue(compute), out ProverParameters? chosen))
        {
            return ExitCode.Invalid;
        }

        if (chosen.FindFormatError(FormatOf(result.GetRequiredValue(format))) is string refusal)
        {
            ErrorLine.Write(refusal);
            return ExitCode.Usage;
        }

        Stopwatch watch = Stopwatch.StartNew();
        long? limit = result.GetValue(memory) is { } size ? MemorySize.Parse(size) : null;
        if (Load(result, watch, limit) is not { } run)
        {
            return ExitCode.Invalid;
        }

        TimeSpan loaded = watch.Elapsed;
        using ProveProgress progress = new(Console.IsErrorRedirected ? null : Console.Error, TimeProvider.System);
        try
        {
            using ProverSession session = new(FixedColumnCache.OfUser()) { MemoryLimit = limit };
            CairoProof proof = session.Prove(run, chosen, progress, cancellation);
            Write(result, proof, run.Steps, progress, (loaded, watch));
            return ExitCode.Valid;
        }
        catch (ProvingException refused)
        {
            ErrorLine.Write(result.GetValue(input) ?? source.Of(result).Path, refused.Message);
            return ExitCode.Invalid;
        }
    }

    private void Write(
        ParseResult result, CairoProof proof, long steps, ProveProgress progress, (TimeSpan Loaded, Stopwatch Watch) time)
    {
        string path = result.GetRequiredValue(output);
        string formatName = result.GetRequiredValue(format);
        byte[] bytes = ProofEncoder.Encode(proof, FormatOf(formatName));
        OutputFile.Write(path, bytes);
        if (result.GetValue(programOutput) is { } wordsPath)
        {
            OutputFile.Write(
                wordsPath, JsonSerializer.SerializeToUtf8Bytes(proof.Claim.PublicData.Output.Select(cell => cell.Value.ToString())));
        }

        double seconds = time.Watch.Elapsed.TotalSeconds;
        if (result.GetValue(json))
        {
            Console.WriteLine(new ProveReport(
                path, formatName, bytes.Length, steps, time.Loaded.TotalSeconds, seconds, progress.Ended, proof.Claim).ToJson());
        }

        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"wrote {bytes.Length} bytes to {path} after {seconds:f1} s"));
    }

    private ProverInput? Load(ParseResult result, Stopwatch watch, long? limit)
    {
        if (result.GetValue(input) is { } path)
        {
            return ProverInputFile.Read(path, limit ?? long.MaxValue);
        }

        ProverInput? adapted = Adaptation.Of(source.Of(result));
        if (adapted is not null)
        {
            Console.Error.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"ran {adapted.Steps} steps in {watch.ElapsedMilliseconds} ms"));
        }

        return adapted;
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
}
