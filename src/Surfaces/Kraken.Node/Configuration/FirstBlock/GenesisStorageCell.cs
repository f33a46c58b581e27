using Kraken.Fields;

namespace Kraken.Node.Configuration.FirstBlock;

/// <summary>A storage cell of a contract that is placed.</summary>
public sealed record GenesisStorageCell
{
    /// <summary>Where it lies, below 2^251 - 256.</summary>
    public required Felt Key { get; init; }

    /// <summary>What it holds in block 0; zero for nothing.</summary>
    public required Felt Value { get; init; }
}
