using System.Runtime.CompilerServices;

namespace Kraken.Execution.Constants;

/// <summary>One counter per <see cref="PricedBuiltin"/>, held in place.</summary>
[InlineArray(Length)]
public struct BuiltinCounts
{
    /// <summary>The number of counters.</summary>
    public const int Length = 13;

    private long first;

    /// <summary>How many instances of a builtin were used.</summary>
    public long this[PricedBuiltin builtin]
    {
        readonly get => this[(int)builtin];
        set => this[(int)builtin] = value;
    }

    /// <summary>Every counter less another.</summary>
    public readonly BuiltinCounts Less(in BuiltinCounts other)
    {
        BuiltinCounts result = default;
        for (int i = 0; i < Length; i++)
        {
            result[i] = this[i] - other[i];
        }

        return result;
    }
}
