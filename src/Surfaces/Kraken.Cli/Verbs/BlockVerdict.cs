using System;
using System.IO;
using System.Text.Json;
using Kraken.Cli.Files;
using Kraken.Proofs.Checking.Blocks;
using Kraken.Proofs.Ranges;

namespace Kraken.Cli.Verbs;

/// <summary>What checking a block found, and how it is printed.</summary>
/// <param name="Proofs">The stored proofs of the block, checked.</param>
/// <param name="Nodes">What the nodes give as the block; null where none were asked.</param>
internal sealed record BlockVerdict(StoredBlockProofs Proofs, NodeVerdict? Nodes)
{
    private const string NoNodes = "That the nodes of the network give this block: none were named with --nodes.";
    private const string Signed = " Its committee's signatures were checked.";

    /// <summary>The block is proved, every stored proof of it holds, and the nodes that were asked give this block.</summary>
    public bool IsValid => Proofs.IsProved && Nodes?.Report.IsValid != false;

    /// <summary>Prints it for people.</summary>
    public void PrintText()
    {
        Console.WriteLine($"{Word}: block {Proofs.Number}");
        if (Proofs.Proofs.IsEmpty)
        {
            string reason = Proofs.Unproved is { } named ? $"; whoever wrote the store states: {named.Text}" : "";
            Console.WriteLine(ErrorLine.Of($"no proof of this block in the store{reason}"));
        }

        foreach ((RangeKey key, BlockProofReport report) in Proofs.Proofs)
        {
            Console.WriteLine($"{(report.IsValid ? "valid" : "NOT VALID")}: proof of {key}");
            VerdictText.PrintSteps(report.Steps);
            VerdictText.PrintTexts("taken unchecked", report.Taken);
        }

        if (Proofs.ProvedHashes is { Length: > 1 } hashes)
        {
            Console.WriteLine($"the committee decided {hashes.Length} blocks of this height: {string.Join(", ", hashes)}");
        }

        Nodes?.PrintText();
        if (Proofs.IsProved)
        {
            VerdictText.PrintMeaning();
        }

        VerdictText.PrintTexts("not asked", Nodes is not null ? [] : Proofs.IsProved ? [NoNodes + Signed] : [NoNodes]);
    }

    /// <summary>Prints one JSON object.</summary>
    public void PrintJson()
    {
        using Stream output = Console.OpenStandardOutput();
        using Utf8JsonWriter writer = new(output);
        writer.WriteStartObject();
        writer.WriteBoolean("valid", IsValid);
        writer.WriteNumber("block_number", Proofs.Number);
        writer.WriteBoolean("proved", Proofs.IsProved);
        writer.WriteString("block_hash", Proofs.ProvedHash?.ToString());
        writer.WriteString("stated_unproved", Proofs.Unproved?.Text);
        writer.WriteStartArray("proofs");
        foreach ((RangeKey key, BlockProofReport report) in Proofs.Proofs)
        {
            writer.WriteStartObject();
            writer.WriteNumber("first_block", key.FirstBlock);
            writer.WriteNumber("last_block", key.LastBlock);
            writer.WriteBoolean("valid", report.IsValid);
            VerdictJson.WriteSteps(writer, report.Steps);
            VerdictJson.WriteTexts(writer, "taken_unchecked", report.Taken);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        Nodes?.Write(writer);
        VerdictJson.WriteMeaning(writer, Proofs.IsProved);
        writer.WriteEndObject();
    }

    private string Word => IsValid ? "proved" : Proofs.IsProved ? "NOT VALID" : "NOT PROVED";
}
