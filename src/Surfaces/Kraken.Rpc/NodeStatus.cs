using System.Collections.Immutable;

namespace Kraken.Rpc;

/// <summary>How a node is, for its status page.</summary>
/// <param name="Name">The node's name.</param>
/// <param name="Role">What it does, such as "validator".</param>
/// <param name="Peers">The connected peers, by name.</param>
/// <param name="Facts">Further lines: a title and a value.</param>
public sealed record NodeStatus(string Name, string Role, ImmutableArray<string> Peers, ImmutableArray<(string Title, string Value)> Facts);
