using System;
using System.Collections.Generic;

namespace Kraken.Casm.Building;

/// <summary>
/// What the builder knows at a place in the code: the expressions of the variables, and how far ap and the steps have moved.
/// </summary>
public sealed class BuilderState
{
    private readonly List<CellExpression?> values = [];

    /// <summary>The cells by which ap has moved.</summary>
    public int ApChange { get; internal set; }

    /// <summary>The steps taken.</summary>
    public int Steps { get; internal set; }

    internal int Allocated { get; set; }

    /// <summary>The expression of a variable, relative to ap at this place.</summary>
    /// <exception cref="CasmBuildException">The variable is not known here, or out of reach.</exception>
    public CellExpression Adjusted(Var variable) => Unadjusted(variable).AfterApChange(ApChange)
        ?? throw new CasmBuildException("offset of a variable out of range");

    internal CellExpression Unadjusted(Var variable) => (variable.Id < values.Count ? values[variable.Id] : null)
        ?? throw new CasmBuildException("variable is not known at this place");

    internal void Set(int id, CellExpression? value)
    {
        while (values.Count <= id)
        {
            values.Add(null);
        }

        values[id] = value;
    }

    internal void Clear() => values.Clear();

    internal IEnumerable<(int Id, CellExpression Value)> Known()
    {
        for (int i = 0; i < values.Count; i++)
        {
            if (values[i] is { } value)
            {
                yield return (i, value);
            }
        }
    }

    internal BuilderState Clone()
    {
        BuilderState copy = new() { ApChange = ApChange, Steps = Steps, Allocated = Allocated };
        copy.values.AddRange(values);
        return copy;
    }

    internal void CheckFinal()
    {
        if (ApChange < Allocated)
        {
            throw new CasmBuildException($"ap moved by {ApChange}, but {Allocated} cells are allocated");
        }
    }

    /// <summary>Keeps what this state and another one that reaches the same place agree on.</summary>
    internal void Merge(BuilderState other, bool readOnly)
    {
        if (ApChange != other.ApChange || Allocated != other.Allocated || (readOnly && Steps < other.Steps))
        {
            throw new CasmBuildException("branches that meet are not aligned");
        }

        Steps = Math.Max(Steps, other.Steps);
        for (int i = 0; i < values.Count; i++)
        {
            CellExpression? there = i < other.values.Count ? other.values[i] : null;
            if (there is null)
            {
                values[i] = null;
            }
            else if (values[i] is { } here && here != there)
            {
                throw new CasmBuildException("a variable differs between branches that meet");
            }
        }
    }
}
