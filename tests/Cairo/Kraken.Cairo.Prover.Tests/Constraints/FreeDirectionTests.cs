using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Fields;
using Xunit;

namespace Kraken.Cairo.Prover.Tests.Constraints;

/// <summary>
/// Cells that are altered together: what a row is checked by changes to first order in whatever direction its cells move, so that no
/// change of one makes up for another's. Where that holds the cells are, near the genuine ones, a function of what the row looks up.
/// </summary>
public sealed class FreeDirectionTests
{
    private const int RowsPerComponent = 32;

    // A constraint is a polynomial of degree 3 at most in a cell: four values give its derivative.
    private static readonly M31 Half = M31.FromCanonical(2).Inverse();
    private static readonly M31 Third = M31.FromCanonical(3).Inverse();

    [Theory]
    [InlineData("all_opcode_components")]
    [InlineData("all_builtins")]
    public void NoDirectionIsFree(string name)
    {
        using GenuineTrace trace = new(SharedData.Input(name));
        List<string> free = [];
        for (int i = 0; i < trace.Components.Count; i++)
        {
            string component = trace.Components[i].Air.Name;
            free.AddRange(FreeOnAllRows(trace, i)
                .Where(column => !CellMutationTests.IsUnusedChunk(component, column))
                .Select(column => $"{component} {column}"));
        }

        // The one generic step of the shared run has no result; GenericInstructionsBindTheRest has the others.
        Assert.All(free, direction => Assert.StartsWith("generic_opcode ", direction, StringComparison.Ordinal));
    }

    [Fact]
    public void GenericInstructionsBindTheRest()
    {
        using GenuineTrace trace = new(GenericProgram.Run());
        int index = trace.IndexOf("generic_opcode");
        Assert.Empty(FreeOnAllRows(trace, index).Select(column => trace.Components[index].Air.Columns[column].Name));
    }

    private static HashSet<int> FreeOnAllRows(GenuineTrace trace, int component)
    {
        HashSet<int> columns = [.. Enumerable.Range(0, trace.Components[component].Air.Columns.Length)];
        foreach (int row in trace.ActiveRows(component, RowsPerComponent).TakeWhile(_ => columns.Count > 0))
        {
            columns.IntersectWith(Free(trace.Row(component, row)));
        }

        return columns;
    }

    /// <summary>The columns whose derivatives depend on those of the columns before.</summary>
    private static List<int> Free(TraceRow row)
    {
        List<int> free = [];
        List<(int Pivot, M31[] Vector)> known = [];
        for (int column = 0; column < row.Air.Columns.Length; column++)
        {
            M31[] vector = Derivative(row, column);
            foreach ((int at, M31[] basis) in known)
            {
                if (!vector[at].IsZero)
                {
                    Subtract(vector, basis, vector[at]);
                }
            }

            int pivot = Array.FindIndex(vector, value => !value.IsZero);
            if (pivot < 0)
            {
                free.Add(column);
                continue;
            }

            M31 inverse = vector[pivot].Inverse();
            known.Add((pivot, [.. vector.Select(value => value * inverse)]));
        }

        return free;
    }

    private static M31[] Derivative(TraceRow row, int column)
    {
        M31[][] values = [.. Enumerable.Range(0, 4).Select(step => row.Checks(column, row.Cell(column) + M31.FromCanonical((uint)step)))];
        M31[] derivative = new M31[values[0].Length];
        for (int i = 0; i < derivative.Length; i++)
        {
            // Newton's differences of first, second and third order.
            M31 first = values[1][i] - values[0][i];
            M31 second = values[2][i] - values[1][i] - first;
            M31 third = values[3][i] - values[2][i] - (values[2][i] - values[1][i]) - second;
            derivative[i] = first - (second * Half) + (third * Third);
        }

        return derivative;
    }

    private static void Subtract(M31[] vector, M31[] basis, M31 factor)
    {
        for (int i = 0; i < vector.Length; i++)
        {
            if (!basis[i].IsZero)
            {
                vector[i] -= basis[i] * factor;
            }
        }
    }
}
