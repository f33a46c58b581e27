namespace Kraken.Execution.Errors;

/// <summary>A call whose panic must not be caught failed: the outermost call, or a constructor.</summary>
/// <param name="Trace">Where the panic came from.</param>
public sealed record PanicError(PanicTrace Trace) : EntryPointError
{
    internal override void AddTo(ErrorText text, int depth) => text.Add(Trace.ToString());
}
