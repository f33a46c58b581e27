using System.Collections.Generic;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Expressions;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Flow;

/// <summary>Follows ap and the references through the program, statement by statement; at labels the flows that lead there meet.</summary>
internal sealed class FlowTracking
{
    private readonly Dictionary<ScopedName, FlowState> atLabels = [];
    private readonly Stack<(ScopedName Label, FlowState? Before)> labelChanges = new();
    private readonly List<Reference> references = [];
    private FlowState? state;
    private int nextGroup;
    private long meetingReferences;

    /// <summary>What is known here; null where no flow leads.</summary>
    public FlowState? Reached => state;

    /// <summary>What is known here; a place that no flow leads to begins a new group.</summary>
    public FlowState State => state ??= new FlowState(new ApTracking(NewGroup(), 0), ReferenceBindings.Empty);

    /// <summary>All references of the program by number.</summary>
    public IReadOnlyList<Reference> References => references;

    /// <summary>No flow leads on from here.</summary>
    public void Stop() => state = null;

    /// <summary>ap moves.</summary>
    public void Move(ApChange change) => state = State with { Ap = State.Ap.Move(change, NewGroup) };

    /// <summary>Binds a reference here.</summary>
    public void Bind(ScopedName name, Reference reference)
    {
        FlowState here = State;
        state = here with { References = here.References.With(name, Number(reference)) };
    }

    /// <summary>A flow leads from here to a label.</summary>
    public void Jump(ScopedName label, ApChange change)
    {
        FlowState here = State;
        FlowState moved = here with { Ap = here.Ap.Move(change, NewGroup) };
        FlowState? before = atLabels.GetValueOrDefault(label);
        labelChanges.Push((label, before));
        atLabels[label] = before is null ? moved : Meet(before, moved);
    }

    /// <summary>A label stands here: the flow that arrives from above meets those that jump.</summary>
    public void MeetLabel(ScopedName label)
    {
        if (atLabels.GetValueOrDefault(label) is { } jumped)
        {
            state = state is null ? jumped : Meet(state, jumped);
        }
    }

    /// <summary>The point that <see cref="RollBack"/> returns to.</summary>
    public FlowPoint Point() => new(state, nextGroup, references.Count, labelChanges.Count);

    /// <summary>Takes back everything behind a point.</summary>
    public void RollBack(FlowPoint point)
    {
        state = point.State;
        nextGroup = point.NextGroup;
        references.RemoveRange(point.References, references.Count - point.References);
        while (labelChanges.Count > point.LabelChanges)
        {
            (ScopedName label, FlowState? before) = labelChanges.Pop();
            if (before is null)
            {
                atLabels.Remove(label);
            }
            else
            {
                atLabels[label] = before;
            }
        }
    }

    private int NewGroup() => nextGroup++;

    private int Number(Reference reference)
    {
        references.Add(reference);
        return references.Count - 1;
    }

    // A reference survives where both flows have it and it is the same one, or another with the same value there.
    private FlowState Meet(FlowState one, FlowState other)
    {
        ApTracking ap = one.Ap.Meet(other.Ap, NewGroup);
        ReferenceBindings met = ReferenceBindings.Empty;
        foreach ((ScopedName name, int id) in one.References.InOrder)
        {
            if (++meetingReferences > CompilerLimits.MeetingReferences)
            {
                throw new CairoException("Too many references hold where flows meet.", null);
            }

            if (other.References.Find(name) is not { } otherId)
            {
                continue;
            }

            if (id == otherId)
            {
                met = met.With(name, id);
                continue;
            }

            Reference a = references[id];
            Reference b = references[otherId];
            if (a.At(one.Ap) is { } value
                && b.At(other.Ap) is { } otherValue
                && Simplifier.Integers.Simplify(value) == Simplifier.Integers.Simplify(otherValue))
            {
                met = met.With(name, Number(new Reference(a.Pc, value, ap, a.Locations.AddRange(b.Locations), null)));
            }
        }

        return new FlowState(ap, met);
    }
}
