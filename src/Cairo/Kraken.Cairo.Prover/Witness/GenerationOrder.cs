using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Kraken.Cairo.Air.Components;
using Kraken.Cairo.Air.Relations;

namespace Kraken.Cairo.Prover.Witness;

/// <summary>The components that a run needs, each after all that feed it.</summary>
internal static class GenerationOrder
{
    /// <summary>Closes a set of components under feeding and orders it topologically, in claim order where free.</summary>
    public static IEnumerable<CairoComponent> Of(IEnumerable<CairoComponent> roots)
    {
        // The recordings, which a process makes once, are made side by side.
        Parallel.ForEach(CairoComponents.All, component => _ = component.Air);
        Dictionary<string, CairoComponent[]> yielders = Yielders();
        SortedDictionary<int, CairoComponent> needed = [];
        Stack<CairoComponent> pending = new(roots);
        while (pending.TryPop(out CairoComponent? component))
        {
            if (needed.TryAdd(component.Order, component))
            {
                foreach (CairoComponent callee in Callees(component, yielders))
                {
                    pending.Push(callee);
                }
            }
        }

        return Sort(needed, yielders);
    }

    /// <summary>
    /// The components that rows of a relation are handed to. A chain's relation is yielded by its starter too; it is the component of the
    /// relation's own name that takes the rows. Only the memory's values have two takers, by size.
    /// </summary>
    private static Dictionary<string, CairoComponent[]> Yielders() => CairoComponents.All
        .SelectMany(component => component.YieldedRelations.Select(relation => (Relation: relation, Component: component)))
        .GroupBy(pair => pair.Relation.Name)
        .ToDictionary(
            group => group.Key,
            group => group.Select(pair => pair.Component)
                .Where(component => group.Key == CairoRelations.MemoryIdToValue.Name
                    || component.Name == group.Key
                    || group.All(pair => pair.Component.Name != group.Key))
                .ToArray());

    private static IEnumerable<CairoComponent> Callees(CairoComponent component, Dictionary<string, CairoComponent[]> yielders) =>
        component.Air.Feeds.Select(feed => feed.Relation.Name)
            .Distinct().SelectMany(name => yielders.TryGetValue(name, out CairoComponent[]? found) ? found : []);

    private static List<CairoComponent> Sort(SortedDictionary<int, CairoComponent> needed, Dictionary<string, CairoComponent[]> yielders)
    {
        Dictionary<int, HashSet<int>> callers = needed.Keys.ToDictionary(order => order, _ => new HashSet<int>());
        foreach (CairoComponent caller in needed.Values)
        {
            foreach (CairoComponent callee in Callees(caller, yielders).Where(callee => callee.Order != caller.Order))
            {
                callers[callee.Order].Add(caller.Order);
            }
        }

        List<CairoComponent> order = [];
        while (order.Count < needed.Count)
        {
            CairoComponent next =
                needed.Values.First(component => callers.TryGetValue(component.Order, out HashSet<int>? open) && open.Count == 0);
            order.Add(next);
            callers.Remove(next.Order);
            foreach (HashSet<int> open in callers.Values)
            {
                open.Remove(next.Order);
            }
        }

        return order;
    }
}
