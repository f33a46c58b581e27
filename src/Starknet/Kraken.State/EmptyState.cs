using Kraken.Fields;

namespace Kraken.State;

/// <summary>The state before genesis: everything is zero.</summary>
public sealed class EmptyState : IStateReader
{
    private EmptyState()
    {
    }

    /// <summary>Stateless, so one serves every reader.</summary>
    public static EmptyState Instance { get; } = new();

    /// <inheritdoc/>
    public Felt StorageAt(in Felt contract, in Felt key) => default;

    /// <inheritdoc/>
    public Felt NonceAt(in Felt contract) => default;

    /// <inheritdoc/>
    public Felt ClassHashAt(in Felt contract) => default;

    /// <inheritdoc/>
    public Felt CompiledClassHashOf(in Felt classHash) => default;
}
