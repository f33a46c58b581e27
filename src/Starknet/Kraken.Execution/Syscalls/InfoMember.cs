using Kraken.Fields;

namespace Kraken.Execution.Syscalls;

/// <summary>A member of the transaction info: a felt, or an array, which may be missing.</summary>
/// <param name="Value">The felt.</param>
/// <param name="Array">The array; null where it is missing.</param>
internal readonly record struct InfoMember(bool IsArray, Felt Value, Felt[]? Array)
{
    /// <summary>An array that is missing.</summary>
    internal static InfoMember NoArray => new(true, default, null);

    /// <summary>A felt.</summary>
    internal static InfoMember Of(Felt value) => new(false, value, null);

    /// <summary>An array.</summary>
    internal static InfoMember Of(Felt[] values) => new(true, default, values);
}
