using System;

namespace Kraken.Sierra.ToIL;

/// <summary>A native call would take more stack or memory than it may; the virtual machine runs it instead, with the same result.</summary>
/// <param name="what">What there was too little of.</param>
public sealed class NativeLimitException(string what) : Exception($"the native call takes more {what} than it may");
