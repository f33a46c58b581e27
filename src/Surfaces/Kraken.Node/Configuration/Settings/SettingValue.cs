namespace Kraken.Node.Configuration.Settings;

/// <summary>A value that was chosen.</summary>
/// <param name="Text">The value.</param>
/// <param name="Origin">Who chose it: a flag, a variable, a place in a file, or "default".</param>
public sealed record SettingValue(string Text, string Origin);
