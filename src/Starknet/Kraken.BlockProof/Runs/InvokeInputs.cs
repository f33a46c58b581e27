using System.Collections.Immutable;
using Kraken.Fields;

namespace Kraken.BlockProof.Runs;

/// <summary>What a call gets from outside, beside storage.</summary>
/// <param name="Gas">The gas at the entry point: that of the call less the protocol's entry point budget.</param>
/// <param name="Calldata">The calldata.</param>
public sealed record InvokeInputs(ulong Gas, ImmutableArray<Felt> Calldata);
