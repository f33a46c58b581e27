using System;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Fields;

namespace Kraken.BlockProof.Replay;

/// <summary>What replays of one chain share.</summary>
/// <param name="Classes">Runnable classes.</param>
/// <param name="Compile">A declared class in all its forms by its class hash; null when it is unknown or does not compile.</param>
public sealed record ReplayContext(ChainInfo Chain, ClassRegistry Classes, Func<Felt, CompiledContract?> Compile);
