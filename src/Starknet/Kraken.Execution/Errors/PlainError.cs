namespace Kraken.Execution.Errors;

/// <summary>A call that could not be made or whose result is malformed.</summary>
/// <param name="Message">What happened.</param>
public sealed record PlainError(string Message) : EntryPointError
{
    internal override void AddTo(ErrorText text, int depth) => text.Add(Message + "\n");
}
