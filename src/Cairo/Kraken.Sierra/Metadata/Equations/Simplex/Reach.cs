using System;
using System.Collections.Generic;

namespace Kraken.Sierra.Metadata.Equations.Simplex;

/// <summary>Which numbers of a triangular system's solution are not zero: a walk through its columns, the deepest first.</summary>
internal sealed class Reach(int size, StepBudget budget)
{
    private readonly bool[] isVisited = new bool[size];
    private readonly List<int> visited = [];
    private readonly Stack<(int Place, int Child)> walk = [];

    /// <summary>What was met, each before all that leads to it: to be gone through from the end.</summary>
    internal IReadOnlyList<int> Visited => visited;

    /// <summary>Walks from the places of a vector and notes there what is met.</summary>
    /// <param name="columns">The matrix.</param>
    /// <param name="limit">Columns from here on are those of the unit matrix.</param>
    /// <param name="numbering">The column of a place; null where they are the same.</param>
    internal void Run(ScatteredVector vector, SparseColumns columns, int limit, int[]? numbering)
    {
        foreach (int place in visited)
        {
            isVisited[place] = false;
        }

        visited.Clear();
        foreach (int start in vector.Places)
        {
            if (Number(start) < limit && !isVisited[start])
            {
                Walk(start);
            }
        }

        foreach (int place in visited)
        {
            vector.Meet(place);
        }

        int Number(int place) => numbering is null ? place : numbering[place];

        void Walk(int start)
        {
            walk.Push((start, 0));
            while (walk.TryPop(out (int Place, int Child) step))
            {
                budget.Spend(1);
                ReadOnlySpan<int> children = Number(step.Place) < limit ? columns.Rows(Number(step.Place)) : [];
                isVisited[step.Place] = true;
                int child = step.Child;
                while (child < children.Length && isVisited[children[child]])
                {
                    child++;
                }

                if (child < children.Length)
                {
                    walk.Push((step.Place, child + 1));
                    walk.Push((children[child], 0));
                }
                else
                {
                    visited.Add(step.Place);
                }
            }
        }
    }
}
