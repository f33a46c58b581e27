using System;

namespace Kraken.Sierra.ToIL;

/// <summary>A program has no native form; it runs on the virtual machine.</summary>
/// <param name="what">What has no native form.</param>
public sealed class NotNativeException(string what) : Exception($"no native form: {what}");
