using Kraken.Casm.Classes;
using Kraken.Fields;

namespace Kraken.Explorer.Chain;

/// <summary>An entry point of a class.</summary>
/// <param name="Type">Who may enter there.</param>
/// <param name="Name">The function's name; null when the ABI names none.</param>
/// <param name="FunctionIndex">The index of the function in the Sierra program.</param>
internal sealed record KnownEntryPoint(EntryPointType Type, Felt Selector, string? Name, ulong FunctionIndex);
