using System;

namespace Kraken.Execution.Native;

/// <summary>
/// The two engines gave different results: a defect of this program, after which nothing that it executes may be relied on. The state is as
/// it was.
/// </summary>
/// <param name="what">Which transaction or call differs, and in what.</param>
public sealed class EngineDifferenceException(string what) : Exception($"the engines differ: {what}");
