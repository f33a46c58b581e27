using System.Collections.Generic;
using Kraken.Fields;

namespace Kraken.Sierra.ToIL.Emission;

/// <summary>The field elements that a program's code names.</summary>
internal sealed class ConstantPool
{
    private readonly Dictionary<Felt, int> indices = [];
    private readonly List<Felt> values = [];

    /// <summary>The elements by their number.</summary>
    internal IReadOnlyList<Felt> Values => values;

    /// <summary>The number of an element, which it gets when it is first asked for.</summary>
    internal int IndexOf(Felt value)
    {
        if (!indices.TryGetValue(value, out int index))
        {
            index = values.Count;
            indices.Add(value, index);
            values.Add(value);
        }

        return index;
    }
}
