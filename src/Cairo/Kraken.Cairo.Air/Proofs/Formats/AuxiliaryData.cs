using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Stark.Fri;
using Kraken.Stark.Merkle;
using Kraken.Stark.Pcs;

namespace Kraken.Cairo.Air.Proofs.Formats;

/// <summary>
/// What the extended binary format holds behind the STARK proof: the drawn queries, and all values and nodes of the Merkle paths. All of
/// it follows from the proof; a verifier passes over it. Nodes and values are maps by position, written in ascending order; the reference
/// writes them in an order that differs from run to run.
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

    /// <summary>Writes the data.</summary>
    /// <param name="sink">Positioned behind the STARK proof.</param>
    /// <param name="record">What the openings show.</param>
    /// <param name="hash">Writes a hash.</param>
    internal static void Write<THash>(SerdeSink sink, OpeningRecord<THash> record, Action<THash> hash)
        where THash : unmanaged, IEquatable<THash>
    {
        Each(sink, record.Queries, query => sink.Integer(8, query));
        Each(sink, record.Trees, nodes => WriteNodes(sink, nodes, hash));
        WriteLayer(sink, record.Layers[0], hash);
        Each(sink, [.. record.Layers.Skip(1)], layer => WriteLayer(sink, layer, hash));
    }

    private static void WriteLayer<THash>(SerdeSink sink, OpenedLayer<THash> layer, Action<THash> hash)
        where THash : unmanaged, IEquatable<THash>
    {
        // A map per column, of which a layer has one.
        Each(sink, [layer.Values], values => Each(sink, values, entry =>
        {
            sink.Integer(8, entry.Position);
            sink.Secure(entry.Value);
        }));
        WriteNodes(sink, layer.Nodes, hash);
    }

    private static void WriteNodes<THash>(SerdeSink sink, OpenedNodes<THash> nodes, Action<THash> hash)
        where THash : unmanaged, IEquatable<THash> => Each(sink, nodes.Layers, layer => Each(sink, layer, entry =>
        {
            sink.Integer(8, entry.Position);
            hash(entry.Hash);
        }));

    private static void Each<T>(SerdeSink sink, IReadOnlyList<T> elements, Action<T> write)
    {
        sink.BeginSequence(elements.Count);
        foreach (T element in elements)
        {
            write(element);
        }

        sink.End();
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
