using System.Collections.Generic;
using Kraken.Fields;
using Kraken.Trie;

namespace Kraken.State.Commitment;

/// <summary>The commitment to the state after a block, with what has to be stored for the next one.</summary>
/// <param name="Roots">The new roots.</param>
/// <param name="StorageRoots">New storage roots, by contract.</param>
/// <param name="Nodes">New trie nodes, by hash.</param>
public sealed record CommittedState(
    StateRoots Roots,
    IReadOnlyDictionary<Felt, Felt> StorageRoots,
    IReadOnlyList<KeyValuePair<Felt, TrieNode>> Nodes);
