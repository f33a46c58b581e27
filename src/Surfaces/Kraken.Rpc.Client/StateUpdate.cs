using Kraken.Fields;
using Kraken.Starknet.Blocks;

namespace Kraken.Rpc.Client;

/// <summary>What a block changed, with the state roots around it.</summary>
/// <param name="OldRoot">The state root before it.</param>
/// <param name="NewRoot">The state root after it.</param>
/// <param name="Diff">The changes.</param>
public sealed record StateUpdate(Felt BlockHash, Felt OldRoot, Felt NewRoot, StateDiff Diff);
