namespace Kraken.Execution.Calls;

/// <summary>The phase that a call belongs to.</summary>
internal enum ExecutionMode
{
    /// <summary>Validation: block information is rounded and calls to other contracts are refused.</summary>
    Validate,

    /// <summary>Everything after validation, without its restrictions.</summary>
    Execute,
}
