namespace Kraken.Execution.Errors;

/// <summary>Why a call ended in a way that no caller can catch.</summary>
public abstract record EntryPointError
{
    internal abstract void AddTo(ErrorText text, int depth);
}
