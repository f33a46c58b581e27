using System;
using System.Globalization;
using System.IO;

namespace Kraken.Fuzz.Running;

/// <summary>What a run of a target came to.</summary>
/// <param name="Inputs">Inputs given.</param>
/// <param name="Taken">How many of them the decoder took.</param>
/// <param name="Seconds">How long it ran.</param>
/// <param name="FirstEdges">Edges that the genuine inputs took.</param>
/// <param name="Edges">Edges that were taken in all.</param>
/// <param name="Corpus">Inputs in the corpus at the end.</param>
/// <param name="Findings">Defects found.</param>
internal sealed record FuzzResult(long Inputs, long Taken, double Seconds, int FirstEdges, int Edges, int Corpus, int Findings)
{
    /// <summary>The head of a table of results.</summary>
    internal const string Head = "target                      inputs      /s   taken  edges of seeds   edges  corpus  findings";

    /// <summary>A line of that table.</summary>
    internal string Line(string target) => string.Create(
        CultureInfo.InvariantCulture,
        $"{target,-24}{Inputs,10}{Inputs / Math.Max(Seconds, 1),8:0}{100.0 * Taken / Math.Max(Inputs, 1),7:0}%"
        + $"{FirstEdges,16}{Edges,8}{Corpus,8}{Findings,10}");

    /// <summary>Two runs of one target as one.</summary>
    internal FuzzResult Plus(FuzzResult later) => new(
        Inputs + later.Inputs, Taken + later.Taken, Seconds + later.Seconds,
        Math.Max(FirstEdges, later.FirstEdges), Math.Max(Edges, later.Edges),
        Math.Max(Corpus, later.Corpus), Findings + later.Findings);

    /// <summary>Writes it for the process that waits.</summary>
    internal void Write(string path) => File.WriteAllText(
        path, string.Create(CultureInfo.InvariantCulture, $"{Inputs} {Taken} {Seconds} {FirstEdges} {Edges} {Corpus} {Findings}"));

    /// <summary>Reads what was written.</summary>
    internal static FuzzResult Read(string path)
    {
        string[] parts = File.ReadAllText(path).Split(' ');
        CultureInfo culture = CultureInfo.InvariantCulture;
        return new(
            long.Parse(parts[0], culture), long.Parse(parts[1], culture), double.Parse(parts[2], culture), int.Parse(parts[3], culture),
            int.Parse(parts[4], culture), int.Parse(parts[5], culture), int.Parse(parts[6], culture));
    }
}
