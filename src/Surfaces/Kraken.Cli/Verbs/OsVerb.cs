using System;
using System.CommandLine;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.BlockProof.Program;
using Kraken.BlockProof.Runs;
using Kraken.BlockProof.Statement;
using Kraken.BlockProof.Witness;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Proofs.Formats;
using Kraken.Cairo.Air.Verification;
using Kraken.Cairo.Prover;
using Kraken.Cairo.Prover.Adapter;
using Kraken.Cli.Files;
using Kraken.StarknetOs.Output;
using Kraken.StarknetOs.Programs;
using Kraken.StarknetOs.Runs;

namespace Kraken.Cli.Verbs;

/// <summary><c>kraken os</c>: the genuine Starknet operating system, from its sources or compiled, over the same blocks as ours.</summary>
internal static class OsVerb
{
    public static Command Create()
    {
        Option<string?> sources = new("--source") { Description = $"The folder of its sources, the one with {OsProgram.MainFile}." };
        Option<string[]> libraries = new("--library")
        {
            Description = "With --source, a folder of what the sources import and do not bring; may be repeated.",
            DefaultValueFactory = _ => [],
        };
        Option<string?> program = new("--program") { Description = "The compiled program (JSON) instead of its sources." };
        Option<bool> unpublished = new("--unpublished") { Description = "Run it whatever its hash is; by default only the published one." };
        Option<string?> range = new("--range") { Description = "A file of blocks with the state that they need." };
        Option<string?> node = new("--rpc") { Description = "A node to ask for the blocks; what it says is checked." };
        Option<string?> genesis = new("--genesis") { Description = "With --rpc, the network's genesis.json." };
        Option<ulong> block = new("--block") { Description = "With --rpc, the block, from 1 on." };
        Option<ulong?> last = new("--to") { Description = "With --rpc, the last of several blocks." };
        Option<string?> proof = new("--prove") { Description = "Prove the run, and write the proof to this file." };
        Option<bool> json = new("--json") { Description = "Print one JSON object." };
        Command command = new(
            "os", "Compile the genuine Starknet operating system, run it over blocks of ours, compare it with our program, and prove it.")
        {
            sources, libraries, program, unpublished, range, node, genesis, block, last, proof, json,
        };
        node.Must(text => text is null || OptionRules.IsHttpAddress(text), "the address of a node such as http://127.0.0.1:5050");
        command.Validators.Add(result =>
        {
            bool asksNode = result.GetValue(node) is not null;
            string? problem = (result.GetValue(sources) is null) == (result.GetValue(program) is null) ? "expected --source or --program"
                : asksNode && result.GetValue(range) is not null ? "expected --range or --rpc, got both"
                : asksNode != (result.GetValue(genesis) is not null) ? "expected --genesis with --rpc"
                : asksNode && result.GetValue(block) == 0 ? "expected --block from 1 on with --rpc"
                : result.GetValue(last) < result.GetValue(block) ? "expected --to from --block on"
                : null;
            if (problem is not null)
            {
                result.AddError(problem);
            }
        });
        command.SetAction((result, cancellation) => RunAsync(
            new OsQuestion
            {
                Sources = result.GetValue(sources),
                Libraries = result.GetValue(libraries)!,
                Program = result.GetValue(program),
                TakesUnpublished = result.GetValue(unpublished),
                Range = result.GetValue(range),
                Node = result.GetValue(node),
                Genesis = result.GetValue(genesis),
                First = result.GetValue(block),
                Last = result.GetValue(last) ?? result.GetValue(block),
                Proof = result.GetValue(proof),
                PrintsJson = result.GetValue(json),
            },
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(OsQuestion question, CancellationToken cancellation)
    {
        if ((question.Proof is not null && !OutputFile.CanWrite(question.Proof)) || Load(question) is not { } program)
        {
            return ExitCode.Invalid;
        }

        bool runs = question.Range is not null || question.Node is not null;
        if (!question.TakesUnpublished && (runs ? !program.IsCurrent : program.PublishedAs is null))
        {
            ErrorLine.Write(
                question.Sources ?? question.Program!,
                $"expected {PublishedOs.NameOf(PublishedOs.OsHash)}, {PublishedOs.OsHash}, got "
                + $"{program.PublishedAs ?? "a program that was not published"}, {program.Hash}");
            return ExitCode.Invalid;
        }

        if (!runs)
        {
            OsReport.Print(new OsReport.Answer(program), question.PrintsJson);
            return ExitCode.Valid;
        }

        return await OsBlocks.ReadAsync(question, cancellation).ConfigureAwait(false) is { } witness
            ? await Task.Run(() => Compare(question, program, witness, cancellation), cancellation).ConfigureAwait(false)
            : ExitCode.Invalid;
    }

    private static OsProgram? Load(OsQuestion question)
    {
        string path = question.Sources ?? question.Program!;
        OsProgram? program;
        string? error;
        if (question.Sources is not null)
        {
            OsProgram.TryCompile(path, question.Libraries, out program, out error);
        }
        else
        {
            if (InputFile.Read(path, OsProgram.MaxJsonBytes) is not { } json)
            {
                return null;
            }

            OsProgram.TryRead(json, out program, out error);
        }

        if (program is null)
        {
            ErrorLine.Write(path, error);
        }

        return program;
    }

    private static int Compare(OsQuestion question, OsProgram program, BlockWitness witness, CancellationToken cancellation)
    {
        OsRun run = OsRun.Of(program, witness);
        if (run is not OsRun.Completed theirs)
        {
            ErrorLine.Write(run is OsRun.Refused refused ? $"{refused.Reason}" : $"the operating system: {((OsRun.Failed)run).Error}");
            return ExitCode.Invalid;
        }

        if (BlockProgram.Current.Run(witness) is not BlockProgramRun.Completed ours)
        {
            ErrorLine.Write("our block program does not come to its end over these blocks");
            return ExitCode.Invalid;
        }

        StatementError? malformed = null;
        if (!OsOutput.TryParse(theirs.Output.AsSpan(), out OsOutput? output, out string? error)
            || !BlockStatement.TryParse(ours.Output.AsSpan(), out BlockStatement? statement, out malformed))
        {
            ErrorLine.Write($"the output: {error ?? malformed?.ToString()}");
            return ExitCode.Invalid;
        }

        OsReport.Answer answer = new(program)
        {
            Output = output,
            Steps = theirs.Run.Steps,
            OurSteps = ours.Run.Steps,
            Transactions = witness.Blocks.Sum(block => block.Transactions.Length),
            Differences = OsComparison.Differences(output, statement, theirs.Blocks),
        };
        bool isProved = question.Proof is null || Prove(question.Proof, program, theirs.Run, cancellation);
        OsReport.Print(answer, question.PrintsJson);
        return isProved && answer.Differences.IsEmpty ? ExitCode.Valid : ExitCode.Invalid;
    }

    private static bool Prove(string path, OsProgram program, ProofModeRun run, CancellationToken cancellation)
    {
        using ProverSession session = new(FixedColumnCache.OfUser());
        CairoProof proof = session.Prove(ProverInputAdapter.Adapt(run.Runner), ProverParameters.Default, null, cancellation);
        byte[] file = ProofEncoder.Encode(proof, ProofFormat.CairoSerde);
        VerificationReport report = ProofFileVerifier.Verify(file);
        string? problem = report is not { IsValid: true, Statement: { } statement } ? report.Error!.ToString()
            : statement.ProgramHash != program.ProvedHash ? $"expected a proof of program {program.ProvedHash}, got {statement.ProgramHash}"
            : !statement.Output.AsSpan().SequenceEqual(run.Output.AsSpan()) ? "expected a proof of the run's output, got one of another"
            : null;
        if (problem is not null)
        {
            ErrorLine.Write(path, problem);
            return false;
        }

        OutputFile.Write(path, file);
        Console.Error.WriteLine($"wrote {file.Length} bytes to {path}; the proof is valid");
        return true;
    }
}
