using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Verification;

namespace Kraken.Bench;

/// <summary>What each component of a proof takes: rows after padding, columns and cells of the base and the interaction trace.</summary>
internal static class ComponentTable
{
    /// <summary>Prints the components of a proof, those with the most cells first.</summary>
    internal static void Print(CairoProof proof)
    {
        if (CairoTraceLayout.Create(proof.Claim, proof.Variant, out CairoTraceLayout? layout) is { } error)
        {
            throw new InvalidDataException(error.ToString());
        }

        Console.WriteLine($"  {"component",-34}{"rows",7}{"base",6}{"lookup",7}{"M cells",9}{"share",8}");
        List<(PlacedComponent Placed, double Cells)> rows =
            [.. layout!.Components.Select(placed => (placed, Cells(placed))).OrderByDescending(row => row.Item2)];
        double all = rows.Sum(row => row.Cells);
        foreach ((PlacedComponent placed, double cells) in rows)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {placed.Instance.Layout.Name,-34}{"2^" + placed.Instance.LogSize,7}{placed.Air.Columns.Length,6}"
                + $"{placed.Air.InteractionColumns,7}{cells / 1e6,9:f2}{cells / all,8:p1}"));
        }
    }

    private static double Cells(PlacedComponent placed) =>
        Math.Pow(2, placed.Instance.LogSize) * (placed.Air.Columns.Length + placed.Air.InteractionColumns);
}
