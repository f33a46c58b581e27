using System;
using System.Collections.Generic;
using System.Text.Json;

namespace Kraken.Serialization.Json;

/// <summary>Arrays of objects in JSON.</summary>
public static class JsonObjects
{
    /// <summary>Writes an array as a member, each item as an object.</summary>
    /// <param name="writer">The writer, within an object.</param>
    /// <param name="name">The member's name.</param>
    /// <param name="items">The items, in order.</param>
    /// <param name="members">Writes the members of an item's object.</param>
    public static void WriteObjects<T>(this Utf8JsonWriter writer, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> members)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(members);
        writer.WriteStartArray(name);
        foreach (T item in items)
        {
            writer.WriteStartObject();
            members(writer, item);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
