using System.Collections.Immutable;

namespace Kraken.Casm.Classes;

/// <summary>The entry points of a class by kind, each list ascending by selector in a valid class.</summary>
/// <typeparam name="T">The form of an entry point, such as <see cref="CasmEntryPoint"/>.</typeparam>
public sealed record EntryPoints<T>
{
    /// <summary>Called by accounts and contracts.</summary>
    public ImmutableArray<T> External { get; init; } = [];

    /// <summary>Called for messages from L1.</summary>
    public ImmutableArray<T> L1Handler { get; init; } = [];

    /// <summary>Called once, at the deployment; at most one.</summary>
    public ImmutableArray<T> Constructor { get; init; } = [];

    /// <summary>The list of a kind.</summary>
    public ImmutableArray<T> Of(EntryPointType type) => type switch
    {
        EntryPointType.External => External,
        EntryPointType.L1Handler => L1Handler,
        _ => Constructor,
    };
}
