using System.Collections.Generic;
using Kraken.Fields;

namespace Kraken.Sequencer.Blocks;

/// <summary>What blocks that are not committed took from the pool.</summary>
/// <param name="Transactions">The hashes of their transactions.</param>
/// <param name="Nonces">The nonces of the accounts after them.</param>
public sealed record UncommittedContent(IReadOnlySet<Felt> Transactions, IReadOnlyDictionary<Felt, ulong> Nonces);
