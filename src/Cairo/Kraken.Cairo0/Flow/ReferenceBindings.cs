using System.Collections.Generic;
using System.Collections.Immutable;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Flow;

/// <summary>
/// Which binding each reference has at one place: names with the numbers of their references, in the order in which the names came up. The
/// order decides how references that branches agree on are numbered.
/// </summary>
internal sealed class ReferenceBindings
{
    private readonly ImmutableDictionary<ScopedName, int> places;
    private readonly ImmutableSortedDictionary<int, KeyValuePair<ScopedName, int>> entries;
    private readonly int next;

    private ReferenceBindings(
        ImmutableDictionary<ScopedName, int> places,
        ImmutableSortedDictionary<int, KeyValuePair<ScopedName, int>> entries,
        int next)
    {
        this.places = places;
        this.entries = entries;
        this.next = next;
    }

    public static ReferenceBindings Empty { get; } = new(
        ImmutableDictionary<ScopedName, int>.Empty, ImmutableSortedDictionary<int, KeyValuePair<ScopedName, int>>.Empty, 0);

    /// <summary>Names and numbers, in the order in which the names came up.</summary>
    public IEnumerable<KeyValuePair<ScopedName, int>> InOrder => entries.Values;

    /// <summary>The number bound to a name, or null.</summary>
    public int? Find(ScopedName name) => places.TryGetValue(name, out int place) ? entries[place].Value : null;

    /// <summary>Binds a name, which keeps its place if it had one.</summary>
    public ReferenceBindings With(ScopedName name, int id)
    {
        KeyValuePair<ScopedName, int> entry = new(name, id);
        return places.TryGetValue(name, out int place)
            ? new ReferenceBindings(places, entries.SetItem(place, entry), next)
            : new ReferenceBindings(places.Add(name, next), entries.Add(next, entry), next + 1);
    }
}
