using System.Collections.Generic;
using Kraken.Fields;

namespace Kraken.Trie;

/// <summary>The result of writing leaves.</summary>
/// <param name="Root">The new root; zero for an empty trie.</param>
/// <param name="Nodes">The nodes made, by hash, to be stored: all that the new trie has and the old one may lack.</param>
public sealed record TrieUpdate(Felt Root, IReadOnlyList<KeyValuePair<Felt, TrieNode>> Nodes);
