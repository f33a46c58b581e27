using System;

namespace Kraken.Execution.Native;

/// <summary>A native call was given up within another, which is given up too.</summary>
/// <param name="reason">Why.</param>
internal sealed class NativeAbandonedException(Exception reason) : Exception("a native call was given up", reason);
