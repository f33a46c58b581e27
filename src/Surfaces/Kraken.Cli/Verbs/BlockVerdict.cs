using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Kraken.Cli.Files;
using Kraken.Proofs;
using Kraken.Proofs.Checking.Chain;
using Kraken.Proofs.Checking;

namespace Kraken.Cli.Verbs;

/// <summary>What checking a block found, and how it is printed.</summary>
/// <param name="Block">The block.</param>
/// <param name="Quorum">How many of the nodes had to agree.</param>
/// <param name="Nodes">How each stood to the others.</param>
/// <param name="Damaged">Entries of the proof store that cannot be read, a sentence each.</param>
/// <param name="Proofs">The stored proofs of the block, checked.</param>
internal sealed record BlockVerdict(
    CheckedBlock Block,
    int Quorum,
    IReadOnlyList<NodeAgreement> Nodes,
    IReadOnlyList<string> Damaged,
    IReadOnlyList<(ProofKey Key, ProofCheckReport Report)> Proofs)
{
    /// <summary>The block and every stored proof of it are valid.</summary>
    public bool IsValid => Block.IsValid && Damaged.Count == 0 && Proofs.All(proof => proof.Report.IsValid);

    /// <summary>Prints it for people.</summary>
    public void PrintText()
    {
        Console.WriteLine($"{(Block.IsValid ? "valid" : "NOT VALID")}: block {Block.Number}");
        PrintSteps(Block.Steps);
        Console.WriteLine($"nodes: {Nodes.Count(node => node.Agrees)} of {Nodes.Count} agree in everything, {Quorum} must");
        foreach (NodeAgreement node in Nodes)
        {
            Console.WriteLine(ErrorLine.Of($"  {Stand(node),-9} {node.Name}{Reason(node)}"));
        }

        foreach (string sentence in Block.Taken)
        {
            Console.WriteLine($"taken unchecked: {sentence}");
        }

        foreach (string sentence in Damaged)
        {
            Console.WriteLine(ErrorLine.Of($"NOT VALID: {sentence}"));
        }

        foreach ((ProofKey key, ProofCheckReport report) in Proofs)
        {
            Console.WriteLine($"{(report.IsValid ? "valid" : "NOT VALID")}: proof of transaction {key.TransactionHash}");
            PrintSteps(report.Steps);
        }

        if (Proofs.Count == 0)
        {
            Console.WriteLine("no proofs of this block in the store");
        }
    }

    /// <summary>Prints one JSON object.</summary>
    public void PrintJson()
    {
        using Stream output = Console.OpenStandardOutput();
        using Utf8JsonWriter writer = new(output);
        writer.WriteStartObject();
        writer.WriteBoolean("valid", IsValid);
        writer.WriteNumber("block_number", Block.Number);
        VerdictJson.WriteSteps(writer, Block.Steps);
        writer.WriteNumber("quorum", Quorum);
        writer.WriteStartArray("nodes");
        foreach (NodeAgreement node in Nodes)
        {
            writer.WriteStartObject();
            writer.WriteString("node", node.Name);
            writer.WriteBoolean("agrees", node.Agrees);
            writer.WriteString("difference", node.Difference);
            writer.WriteString("failure", node.Failure);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        VerdictJson.WriteTexts(writer, "taken_unchecked", Block.Taken);
        VerdictJson.WriteTexts(writer, "damaged", Damaged);
        writer.WriteStartArray("proofs");
        foreach ((ProofKey key, ProofCheckReport report) in Proofs)
        {
            writer.WriteStartObject();
            writer.WriteString("transaction_hash", key.TransactionHash.ToString());
            writer.WriteBoolean("valid", report.IsValid);
            VerdictJson.WriteSteps(writer, report.Steps);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static string Stand(NodeAgreement node) =>
        node.Agrees ? "agrees" : node.Difference is not null ? "DIFFERS" : node.Failure is not null ? "no answer" : "not asked";

    private static string Reason(NodeAgreement node) => (node.Difference ?? node.Failure) is { } reason ? $": {reason}" : "";

    private static void PrintSteps(IEnumerable<CheckStep> steps)
    {
        foreach (CheckStep step in steps)
        {
            Console.WriteLine(ErrorLine.Of($"  {step.Outcome,-8} {step.Name}: {step.Detail}"));
        }
    }
}
