using System.Collections.Generic;
using Kraken.Fields;

namespace Kraken.Cairo.Hints.Bootloader;

/// <summary>How the output of a task is to be read.</summary>
public abstract record PackedOutput;

/// <summary>The output of a task stands as it is.</summary>
public sealed record PlainPackedOutput : PackedOutput;

/// <summary>The output of a task is the hash of the outputs of tasks that were run before.</summary>
/// <param name="Outputs">What was hashed: the number of subtasks, then size, program hash and output of each.</param>
/// <param name="Subtasks">How the output of each subtask is to be read.</param>
/// <param name="Topologies">The topologies of the subtasks' outputs.</param>
public sealed record CompositePackedOutput(
    IReadOnlyList<Felt> Outputs, IReadOnlyList<PackedOutput> Subtasks, IReadOnlyList<FactTopology> Topologies) : PackedOutput;
