using System;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Cairo.Air.Proofs.Formats;
using Kraken.Cairo.Air.Verification;
using Kraken.Cairo.Prover;
using Kraken.Cli.Files;

namespace Kraken.Cli.Verbs;

/// <summary>
/// <c>kraken verify</c>: checks a proof file of any format, or what is stored or bundled as proofs of blocks; see <see cref="ExitCode"/>.
/// </summary>
internal static class VerifyVerb
{
    private const int OutputShown = 16;
    private const string UnboundJumps =
        "where absolute jumps of the generic opcode lead: the reference's constraints leave that to the prover (--strict refuses)";

    public static Command Create()
    {
        Argument<string?> file = new("file")
        {
            Description = "The proof: felts as JSON, JSON, bzip2 or unpacked binary; told by its bytes.", Arity = ArgumentArity.ZeroOrOne,
        };
        Option<bool> json = new("--json") { Description = "Print one JSON object, with the whole output." };
        Option<ulong?> block = new("--block")
        {
            Description = "Check the stored proofs of this block instead, without a node; --proofs and --genesis say which.",
        };
        Option<string?> nodes = NodeAddresses.Option("With --block: they must give the block that was proved.");
        Option<string?> genesis = GenesisAuthority.Option();
        Option<string?> bundle = new("--bundle")
        {
            Description = "Check this bundle of a proof of blocks instead, without a node; --genesis names the genesis file to trust.",
        };
        Option<bool> chain = new("--chain")
        {
            Description = "Check the stored proofs of blocks instead, from genesis on, without a node; --proofs and --genesis say which.",
        };
        Option<string> proofs = ProofsFolder.Option();
        Option<bool> compute = RootOptions.ComputeOption(
            "Compute the root of the proof's fixed columns where this program has none, once all else holds: up to two hours and 6 GiB.");
        Option<string?> roots = RootOptions.FileOption();
        Option<bool> strict = new("--strict")
        {
            Description = "Refuse a proof file whose constraints leave the prover a choice; without it a line says that one does.",
        };
        Command command = new("verify", "Verify a proof, a block, or a bundle.")
        {
            file, json, block, bundle, chain, nodes, genesis, proofs, compute, roots, strict,
        };
        command.SetAction((result, cancellation) => RunAsync(
            (result.GetValue(file), result.GetValue(block), result.GetValue(bundle), result.GetValue(chain)),
            new BlockQuestion(
                result.GetValue(nodes),
                result.GetValue(genesis),
                Path.GetFullPath(result.GetRequiredValue(proofs)),
                result.GetValue(json)),
            new FileQuestion(new RootOptions(result.GetValue(compute), result.GetValue(roots)), result.GetValue(strict)),
            cancellation));
        return command;
    }

    private static Task<int> RunAsync(
        (string? File, ulong? Block, string? Bundle, bool Chain) what,
        BlockQuestion question,
        FileQuestion asked,
        CancellationToken cancellation)
    {
        (string? file, ulong? block, string? bundle, bool chain) = what;
        if (question.Nodes is not null && block is null)
        {
            // Who names nodes wants to hear whether they agree.
            ErrorLine.Write("expected --nodes with --block: nodes are asked about a block");
            return Task.FromResult(ExitCode.Usage);
        }

        if (chain && file is null && block is null && bundle is null && !asked.IsGiven && !question.PrintsJson)
        {
            return Task.Run(() => ChainVerification.RunAsync(question.Proofs, question.Genesis, cancellation), CancellationToken.None);
        }

        if (chain)
        {
            ErrorLine.Write("expected --chain with --genesis, and at most --proofs");
            return Task.FromResult(ExitCode.Usage);
        }

        if (bundle is not null && file is null && block is null && !asked.IsGiven)
        {
            return Task.Run(() => BundleVerification.Run(bundle, question.Genesis, question.PrintsJson), CancellationToken.None);
        }

        if (bundle is not null)
        {
            ErrorLine.Write("expected --bundle alone, or with --genesis and --json");
            return Task.FromResult(ExitCode.Usage);
        }

        if (block is { } number && file is null && !asked.IsGiven)
        {
            return Task.Run(() => BlockVerification.RunAsync(number, question, cancellation), CancellationToken.None);
        }

        if (file is null || block is not null)
        {
            ErrorLine.Write("expected a proof file, or --block without --compute-root, --roots and --strict, and not both");
            return Task.FromResult(ExitCode.Usage);
        }

        if (question.Genesis is not null)
        {
            ErrorLine.Write("expected --genesis with --block, --chain or --bundle: a proof file names no committee");
            return Task.FromResult(ExitCode.Usage);
        }

        // Ctrl-C is told to a verb that has given its thread back.
        return Task.Run(() => VerifyFile(file, question.PrintsJson, asked, cancellation), CancellationToken.None);
    }

    private static int VerifyFile(string path, bool json, FileQuestion asked, CancellationToken cancellation)
    {
        if (!Path.Exists(path))
        {
            ErrorLine.Write(path, "expected a proof file, there is none");
            return ExitCode.Usage;
        }

        if (InputFile.Read(path, ProofDecoder.MaxBytes) is not { } bytes)
        {
            return ExitCode.Invalid;
        }

        if (!asked.Roots.TryOpen(cancellation, out ComputedRoots? roots))
        {
            return ExitCode.Invalid;
        }

        VerificationReport report;
        int known = roots.Roots.Count;
        try
        {
            report = ProofFileVerifier.Verify(
                bytes, asked.IsStrict ? VerifierPolicy.Strict : VerifierPolicy.Default, asked.Roots.IsGiven ? roots : null);
        }
        catch (OutOfMemoryException)
        {
            ErrorLine.Write(path, "verifying needs more memory than there is");
            return ExitCode.Invalid;
        }

        asked.Roots.Save(roots, known);
        if (json)
        {
            PrintJson(report);
        }
        else
        {
            PrintText(report);
        }

        return report.IsValid ? ExitCode.Valid : report.IsUnsupported ? ExitCode.Unsupported : ExitCode.Invalid;
    }

    private static void PrintText(VerificationReport report)
    {
        Console.WriteLine(
            report.IsValid
                ? "valid"
                : ErrorLine.Of(report.IsUnsupported ? $"UNSUPPORTED, not verified: {report.Error}" : $"INVALID: {report.Error}"));
        Console.WriteLine($"format          {report.Format?.ToString() ?? "unknown"} ({report.ByteCount} bytes)");
        if (report.Statement is { } statement)
        {
            string claimed = report.IsValid ? "" : " (claimed, not verified)";
            string more = statement.Output.Length > OutputShown ? $" ... ({statement.Output.Length} felts; --json prints all)" : "";
            Console.WriteLine($"program hash    {statement.ProgramHash}{claimed}");
            Console.WriteLine($"security        {statement.SecurityBits} bits{claimed}");
            Console.WriteLine($"output          {string.Join(' ', statement.Output.Take(OutputShown))}{more}{claimed}");
            if (report.IsValid && statement.LeavesJumpsUnbound)
            {
                Console.WriteLine($"not bound       {UnboundJumps}");
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"read            {report.DecodeTime.TotalMilliseconds:f1} ms"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"verify          {report.VerifyTime.TotalMilliseconds:f1} ms"));
    }

    private static void PrintJson(VerificationReport report)
    {
        using Stream output = Console.OpenStandardOutput();
        using Utf8JsonWriter writer = new(output);
        writer.WriteStartObject();
        writer.WriteBoolean("valid", report.IsValid);
        writer.WriteBoolean("unsupported", report.IsUnsupported);
        writer.WriteString("error", report.Error?.ToString());
        writer.WriteString("format", report.Format?.ToString());
        writer.WriteNumber("bytes", report.ByteCount);
        writer.WriteNumber("read_ms", report.DecodeTime.TotalMilliseconds);
        writer.WriteNumber("verify_ms", report.VerifyTime.TotalMilliseconds);
        if (report.Statement is { } statement)
        {
            writer.WriteString("program_hash", statement.ProgramHash.ToString());
            writer.WriteNumber("security_bits", statement.SecurityBits);
            writer.WriteBoolean("leaves_jumps_unbound", statement.LeavesJumpsUnbound);
            writer.WriteStartArray("output");
            foreach (Fields.Felt value in statement.Output)
            {
                writer.WriteStringValue(value.ToString());
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    /// <summary>How a proof file is to be checked.</summary>
    private sealed record FileQuestion(RootOptions Roots, bool IsStrict)
    {
        public bool IsGiven => Roots.IsGiven || IsStrict;
    }
}
