using Kraken.Starknet.Blocks;

namespace Kraken.Starknet.Chain;

/// <summary>On which state, and under which block, a call or a simulation runs.</summary>
/// <param name="StateNumber">The height of the block after which the state is taken.</param>
/// <param name="Block">The block whose number, time and prices the contracts see.</param>
/// <param name="Above">What is changed on top of that state, by a block that is not decided yet; null for nothing.</param>
public sealed record StateView(ulong StateNumber, BlockHeader Block, StateDiff? Above = null);
