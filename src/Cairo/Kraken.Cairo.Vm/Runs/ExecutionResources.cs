using System.Collections.Generic;
using Kraken.Casm.Builtins;

namespace Kraken.Cairo.Vm.Runs;

/// <summary>What a run used.</summary>
/// <param name="MemoryHoles">Cells below the used size of non-builtin segments that no instruction accessed.</param>
/// <param name="BuiltinInstances">Instances by builtin, in order of the segments; unused builtins are there with 0.</param>
public sealed record ExecutionResources(long Steps, long MemoryHoles, IReadOnlyDictionary<BuiltinName, int> BuiltinInstances);
