using System.Collections.Immutable;
using System.Linq;
using Kraken.Casm.Classes;
using Kraken.Fields;

namespace Kraken.Casm.Executables;

/// <summary>A Cairo 1 program that runs by itself: what <c>scarb build</c> makes of a function with the attribute executable.</summary>
/// <param name="Bytecode">The code.</param>
/// <param name="Hints">The hints, by ascending offset.</param>
/// <param name="EntryPoints">Where runs may begin.</param>
public sealed record CairoExecutable(
    ImmutableArray<Felt> Bytecode, ImmutableArray<CasmHintSite> Hints, ImmutableArray<ExecutableEntryPoint> EntryPoints)
{
    /// <summary>The entry point of a kind; null where there is none.</summary>
    public ExecutableEntryPoint? Find(ExecutableEntryKind kind) => EntryPoints.FirstOrDefault(entry => entry.Kind == kind);
}
