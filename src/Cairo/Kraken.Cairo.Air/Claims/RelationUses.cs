using System.Collections.Generic;
using System.Linq;
using Kraken.Air;
using Kraken.Cairo.Air.Components;
using Kraken.Cairo.Air.Proofs;

namespace Kraken.Cairo.Air.Claims;

/// <summary>How often each relation is used, padding rows included: the bound that keeps multiplicities from wrapping modulo p.</summary>
public static class RelationUses
{
    /// <summary>The sum over all instances of uses per row times rows.</summary>
    public static IReadOnlyDictionary<Relation, ulong> Count(CairoClaim claim)
    {
        Dictionary<Relation, ulong> uses = [];
        foreach (ComponentInstance instance in claim.Instances())
        {
            foreach (Lookup lookup in CairoComponents.Get(instance.Layout.Name).Air.Lookups.Where(lookup => lookup.IsUse))
            {
                uses[lookup.Relation] = uses.GetValueOrDefault(lookup.Relation) + (1UL << instance.LogSize);
            }
        }

        return uses;
    }
}
