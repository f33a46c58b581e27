namespace Kraken.Fuzz.Running;

/// <summary>An input and what is wrong with how the target took it.</summary>
internal sealed record FoundInput(Finding Finding, byte[] Input);
