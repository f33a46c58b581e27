using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;

namespace Kraken.Cairo0.Syntax;

/// <summary>A list that does not change and is equal to lists of equal items, so that records of lists compare by content.</summary>
[CollectionBuilder(typeof(NodeList), nameof(NodeList.Create))]
internal sealed class NodeList<T>(T[] items) : IReadOnlyList<T>, IEquatable<NodeList<T>>
{
    public static readonly NodeList<T> Empty = new([]);

    private readonly T[] items = items;

    public int Count => items.Length;

    public T this[int index] => items[index];

    public bool Equals(NodeList<T>? other) => other is not null && items.AsSpan().SequenceEqual(other.items);

    public override bool Equals(object? obj) => Equals(obj as NodeList<T>);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => items.GetEnumerator();
}

/// <summary>Makes lists of nodes.</summary>
internal static class NodeList
{
    public static NodeList<T> Create<T>(ReadOnlySpan<T> items) => items.IsEmpty ? NodeList<T>.Empty : new NodeList<T>(items.ToArray());

    public static NodeList<T> ToNodeList<T>(this IEnumerable<T> items) => new([.. items]);
}
