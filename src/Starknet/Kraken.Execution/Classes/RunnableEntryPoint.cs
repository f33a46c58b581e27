using System.Collections.Immutable;
using Kraken.Casm.Builtins;

namespace Kraken.Execution.Classes;

/// <summary>An entry point of a runnable class.</summary>
/// <param name="Offset">Where its code begins.</param>
/// <param name="Builtins">The builtins whose pointers it takes, in order.</param>
internal sealed record RunnableEntryPoint(int Offset, ImmutableArray<BuiltinName> Builtins);
