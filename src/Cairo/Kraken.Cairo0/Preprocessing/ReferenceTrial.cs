using System.Collections.Generic;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Flow;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Preprocessing;

/// <summary>An attempt at a function whose lost references are noted down rather than refused.</summary>
internal sealed class ReferenceTrial
{
    private readonly List<LostReference> lost = [];
    private readonly Dictionary<(ScopedName Name, Reference Reference), int> places = [];

    /// <summary>The lost references, in the order in which they were missed.</summary>
    public IReadOnlyList<LostReference> Lost => lost;

    /// <summary>Notes down a reference that does not hold where it is used.</summary>
    public void Lose(ScopedName name, Reference reference, CairoException error)
    {
        LostReference entry = new(name, reference, error);
        if (places.TryGetValue((name, reference), out var place))
        {
            lost[place] = entry;
            return;
        }

        places.Add((name, reference), lost.Count);
        lost.Add(entry);
    }
}
