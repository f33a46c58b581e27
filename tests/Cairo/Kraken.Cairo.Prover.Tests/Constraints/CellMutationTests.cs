using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo.Prover.Input;
using Kraken.Fields;
using Xunit;

namespace Kraken.Cairo.Prover.Tests.Constraints;

/// <summary>
/// Every cell of a genuine trace is bound: constraints hold on the rows as they are, and with any one cell altered a constraint breaks or a
/// lookup says something else, so that its relation no longer balances. Which of the two it is, LookupBoundColumnTests says.
/// </summary>
public sealed class CellMutationTests
{
    private const int RowsPerComponent = 4096;
    private static readonly M31[] Deltas = [1, M31.FromCanonical(M31.Modulus - 1), 512, 123456789];

    [Theory]
    [InlineData("all_opcode_components")]
    [InlineData("all_builtins")]
    public void GenuineRowsSatisfyTheirConstraints(string name) => CheckConstraints(SharedData.Input(name));

    [Theory]
    [InlineData("all_opcode_components")]
    [InlineData("all_builtins")]
    public void NoCellIsFree(string name)
    {
        using GenuineTrace trace = new(SharedData.Input(name));
        List<string> free = [];
        for (int i = 0; i < trace.Components.Count; i++)
        {
            string component = trace.Components[i].Air.Name;
            free.AddRange(FreeColumns(trace, i)
                .Where(column => !IsUnusedChunk(component, column))
                .Select(column => $"{component} {column}"));
        }

        // The one generic step of the shared run has no result; GenericInstructionsBindTheRest has the others.
        Assert.All(free, cell => Assert.StartsWith("generic_opcode ", cell, StringComparison.Ordinal));
    }

    [Fact]
    public void GenericInstructionsBindTheRest()
    {
        ProverInput input = GenericProgram.Run();
        CheckConstraints(input);
        using GenuineTrace trace = new(input);
        int index = trace.IndexOf("generic_opcode");
        Assert.Equal(8, trace.ActiveRows(index, int.MaxValue).Length);
        Assert.Empty(FreeColumns(trace, index).Select(column => trace.Components[index].Air.Columns[column].Name));
    }

    private static void CheckConstraints(ProverInput input)
    {
        using GenuineTrace trace = new(input);
        List<string> violated = [];
        for (int i = 0; i < trace.Components.Count; i++)
        {
            int rows = 1 << trace.Traces[i].LogSize;
            for (int row = 0; row < rows; row += Math.Max(1, rows / 64))
            {
                violated.AddRange(trace.Row(i, row).Read().Violated
                    .Select(index => $"{trace.Components[i].Air.Name} row {row} constraint {index}"));
            }
        }

        Assert.Empty(violated);
    }

    /// <summary>The columns whose cells may change without notice on every row that the component counts.</summary>
    private static HashSet<int> FreeColumns(GenuineTrace trace, int component)
    {
        HashSet<int> free = [.. Enumerable.Range(0, trace.Components[component].Air.Columns.Length)];
        foreach (int index in trace.ActiveRows(component, RowsPerComponent).TakeWhile(_ => free.Count > 0))
        {
            TraceRow row = trace.Row(component, index);
            free.RemoveWhere(column => IsBound(row, column));
        }

        return free;
    }

    /// <summary>
    /// The address table has sixteen chunks, each an id and a multiplicity: where the memory ends before a chunk, nobody asks for it and
    /// its ids, the even columns, count nothing.
    /// </summary>
    internal static bool IsUnusedChunk(string component, int column) =>
        component == "memory_address_to_id" && column >= 18 && column % 2 == 0;

    /// <summary>True where every alteration of the cell is noticed.</summary>
    private static bool IsBound(TraceRow row, int column)
    {
        RowReading genuine = row.Read();
        return Deltas.All(delta =>
        {
            RowReading altered = row.Read(column, row.Cell(column) + delta);
            return altered.Violated.Count > 0 || genuine.ChangedRelations(altered).Any();
        });
    }
}
