using Kraken.Fields;

namespace Kraken.Sierra;

/// <summary>An entry point of a Sierra class.</summary>
/// <param name="FunctionIndex">The index of the function in the Sierra program.</param>
public readonly record struct SierraEntryPoint(Felt Selector, ulong FunctionIndex);
