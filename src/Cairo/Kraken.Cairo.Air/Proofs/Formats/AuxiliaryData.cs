using System;
using System.Collections.Generic;

namespace Kraken.Cairo.Air.Proofs.Formats;

/// <summary>
/// What the extended binary format holds behind the STARK proof: the drawn queries, and all values and nodes of the Merkle paths. All of
/// it follows
/// from the proof; a verifier passes over it.
/// </summary>
internal static class AuxiliaryData
{
    /// <summary>Reads past the data.</summary>
    /// <param name="source">Positioned behind the STARK proof.</param>
    /// <param name="hash">Reads a hash.</param>
    internal static void Skip<THash>(SerdeSource source, Func<SerdeSource, THash> hash)
    {
        SerdeSource aux = source.Field("aux");
        Each(aux.Field("unsorted_query_locations"), query => query.Integer(8, ulong.MaxValue));
        Each(aux.Field("trace_decommitment"), tree => SkipNodes(tree, hash));
        SerdeSource fri = aux.Field("fri");
        SkipLayer(fri.Field("first_layer"), hash);
        Each(fri.Field("inner_layers"), layer => SkipLayer(layer, hash));
    }

    private static void SkipLayer<THash>(SerdeSource layer, Func<SerdeSource, THash> hash)
    {
        Each(layer.Field("all_values"), column => Each(column, entry =>
        {
            entry.Integer(8, ulong.MaxValue);
            entry.Secure();
        }));
        SkipNodes(layer.Field("decommitment"), hash);
    }

    private static void SkipNodes<THash>(SerdeSource tree, Func<SerdeSource, THash> hash) =>
        Each(tree.Field("all_node_values"), layer => Each(layer, entry =>
        {
            entry.Integer(8, ulong.MaxValue);
            hash(entry);
        }));

    private static void Each(IEnumerable<SerdeSource> elements, Action<SerdeSource> read)
    {
        foreach (SerdeSource element in elements)
        {
            read(element);
        }
    }

    private static void Each(SerdeSource sequence, Action<SerdeSource> read) => Each(sequence.Sequence(), read);
}
