using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Starknet.Classes;

namespace Kraken.State.Store;

/// <summary>A class that a block declares, to be stored with it.</summary>
/// <param name="Sierra">The declared class.</param>
/// <param name="Casm">The compiled class.</param>
public sealed record ClassRecord(Felt ClassHash, SierraClass Sierra, CasmClass Casm);
