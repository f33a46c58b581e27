using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Kraken.Cli.Files;
using Kraken.Proofs.Checking;
using Kraken.Proofs.Checking.Chain;

namespace Kraken.Cli.Verbs;

/// <summary>What nodes give as a block, and how it is printed.</summary>
/// <param name="Report">The steps of checking it.</param>
/// <param name="Quorum">How many of the nodes had to agree.</param>
/// <param name="Nodes">How each stood to the others.</param>
internal sealed record NodeVerdict(CheckReport Report, int Quorum, IReadOnlyList<NodeAgreement> Nodes)
{
    /// <summary>Prints it for people.</summary>
    public void PrintText()
    {
        Console.WriteLine($"nodes: {Nodes.Count(node => node.Agrees)} of {Nodes.Count} agree in everything, {Quorum} must");
        foreach (NodeAgreement node in Nodes)
        {
            Console.WriteLine(ErrorLine.Of($"  {Stand(node),-9} {node.Name}{Reason(node)}"));
        }

        VerdictText.PrintSteps(Report.Steps);
    }

    /// <summary>Writes its members into an object.</summary>
    public void Write(Utf8JsonWriter writer)
    {
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
        writer.WriteStartObject("nodes_block");
        writer.WriteBoolean("valid", Report.IsValid);
        VerdictJson.WriteSteps(writer, Report.Steps);
        writer.WriteEndObject();
    }

    private static string Stand(NodeAgreement node) =>
        node.Agrees ? "agrees" : node.Difference is not null ? "DIFFERS" : node.Failure is not null ? "no answer" : "not asked";

    private static string Reason(NodeAgreement node) => (node.Difference ?? node.Failure) is { } reason ? $": {reason}" : "";
}
