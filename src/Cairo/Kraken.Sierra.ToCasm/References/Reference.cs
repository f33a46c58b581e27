using System;
using Kraken.Casm.Building;

namespace Kraken.Sierra.ToCasm.References;

/// <summary>Where a value came up: the branch that made it, or the function whose parameter it is (source -1).</summary>
/// <param name="Source">The statement, or -1.</param>
/// <param name="Destination">The statement after it.</param>
/// <param name="Output">The number of the output.</param>
internal readonly record struct IntroductionPoint(int Source, int Destination, int Output);

/// <summary>The place of a variable's value: a cell expression per cell.</summary>
/// <param name="Cells">The expressions.</param>
/// <param name="StackIndex">The position on the contiguous stack, or -1.</param>
/// <param name="Introduction">Where it came up.</param>
internal sealed record Reference(CellExpression[] Cells, int Type, int StackIndex, IntroductionPoint Introduction)
{
    public bool SurvivesUnknownApChange => Array.TrueForAll(Cells, c => c.SurvivesUnknownApChange);

    /// <summary>The reference after a change of ap (null: unknown); null when that is impossible.</summary>
    public Reference? After(int? apChange, bool clearStack)
    {
        Reference result = clearStack && StackIndex >= 0 ? this with { StackIndex = -1 } : this;
        if (apChange is not { } change)
        {
            return SurvivesUnknownApChange ? result : null;
        }

        if (change == 0 || Cells.Length == 0)
        {
            return result;
        }

        CellExpression[] moved = new CellExpression[Cells.Length];
        for (int i = 0; i < moved.Length; i++)
        {
            if (Cells[i].AfterApChange(change) is not { } cell)
            {
                return null;
            }

            moved[i] = cell;
        }

        return result with { Cells = moved };
    }
}
