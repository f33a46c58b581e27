using Kraken.Fields;

namespace Kraken.Node.Configuration.FirstBlock;

/// <summary>A storage cell of a contract that is placed.</summary>
public sealed record GenesisStorageCell
{
    /// <summary>Its key.</summary>
    public required Felt Key { get; init; }

    /// <summary>Its value.</summary>
    public required Felt Value { get; init; }
}
