using System;
using System.IO;
using System.Text.Json;
using Kraken.Cli.Files;
using Kraken.Node.Configuration;
using Kraken.Proofs.Checking;
using Kraken.Proofs.Checking.Blocks;
using Kraken.Starknet.Genesis;

namespace Kraken.Cli.Verbs;

/// <summary>Checks a bundle without a node, and prints what was found.</summary>
internal static class BundleVerification
{
    private const string OwnGenesis = "the genesis file of the bundle";

    private const string GenesisTaken =
        "That the genesis file of the bundle is the network's: give the one that you trust with --genesis.";

    private const string GenesisUnused =
        "The genesis file that came along: it is another than the given one, by which everything was checked.";

    /// <summary>Checks a file, prints, and gives the exit code: 0 only when every step passed.</summary>
    /// <param name="path">The bundle.</param>
    /// <param name="genesisPath">The trusted genesis file; null to take the bundle's.</param>
    /// <param name="json">Whether one JSON object is printed.</param>
    public static int Run(string path, string? genesisPath, bool json)
    {
        if (!Path.Exists(path))
        {
            ErrorLine.Write(path, "expected a bundle, there is none");
            return ExitCode.Usage;
        }

        if (InputFile.Read(path, BlockBundleFile.MaxBytes, BlockBundleFile.Mark) is not { } bytes)
        {
            return ExitCode.Invalid;
        }

        if (!BlockBundleFile.TryRead(bytes, out BlockBundle? bundle, out string? problem))
        {
            ErrorLine.Write(path, problem);
            return ExitCode.Invalid;
        }

        if (genesisPath is null && bundle.Genesis.IsEmpty)
        {
            ErrorLine.Write(path, $"expected {OwnGenesis}, there is none: give the one that you trust with --genesis");
            return ExitCode.Invalid;
        }

        BlockProofReport report = genesisPath is null ? CheckByItsOwn(bundle) : Check(bundle, genesisPath);
        string[] taken = genesisPath is null ? [GenesisTaken] : IsAnother(bundle, genesisPath) ? [GenesisUnused] : [];
        report = report with { Taken = [.. taken, .. report.Taken] };
        if (json)
        {
            PrintJson(report);
        }
        else
        {
            PrintText(report);
        }

        return report.IsValid ? ExitCode.Valid : ExitCode.Invalid;
    }

    private static bool IsAnother(BlockBundle bundle, string path) => !bundle.Genesis.IsEmpty
        && (new FileInfo(path).Length != bundle.Genesis.Length || !File.ReadAllBytes(path).AsSpan().SequenceEqual(bundle.Genesis.Span));

    private static BlockProofReport Check(BlockBundle bundle, string path)
    {
        using BlockAuthority authority = GenesisAuthority.Open(path);
        return GenesisAuthority.Check(authority).Run(bundle);
    }

    // Whoever made the bundle chose this file: it is worked on within a budget, and for a proof that holds only.
    private static BlockProofReport CheckByItsOwn(BlockBundle bundle)
    {
        GenesisFile genesis = GenesisFile.Parse(bundle.Genesis.ToArray(), OwnGenesis, GenesisBudget.Foreign);
        return BlockProofCheck.Run(
            bundle, [ProvenProgram.Current], () => GenesisAuthority.Open(genesis, OwnGenesis, GenesisBudget.Foreign));
    }

    /// <summary>Prints it for people.</summary>
    public static void PrintText(BlockProofReport report)
    {
        string blocks = report.Statement is { } statement ? $"blocks {statement.FirstBlock} to {statement.LastBlock}" : "a proof of blocks";
        Console.WriteLine($"{(report.IsValid ? "valid" : "NOT VALID")}: {blocks}");
        VerdictText.PrintSteps(report.Steps);
        if (report.IsValid)
        {
            VerdictText.PrintMeaning();
        }

        VerdictText.PrintTexts("taken unchecked", report.Taken);
    }

    private static void PrintJson(BlockProofReport report)
    {
        using Stream output = Console.OpenStandardOutput();
        using Utf8JsonWriter writer = new(output);
        writer.WriteStartObject();
        writer.WriteBoolean("valid", report.IsValid);
        if (report.Statement is { } statement)
        {
            writer.WriteNumber("first_block", statement.FirstBlock);
            writer.WriteNumber("last_block", statement.LastBlock);
            writer.WriteString("last_hash", statement.LastHash.ToString());
        }

        VerdictJson.WriteSteps(writer, report.Steps);
        VerdictJson.WriteMeaning(writer, report.IsValid);
        VerdictJson.WriteTexts(writer, "taken_unchecked", report.Taken);
        writer.WriteEndObject();
    }
}
