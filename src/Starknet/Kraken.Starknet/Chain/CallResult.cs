using System.Collections.Immutable;
using Kraken.Fields;

namespace Kraken.Starknet.Chain;

/// <summary>What a call gave; one of the nested records.</summary>
public abstract record CallResult
{
    private CallResult()
    {
    }

    /// <summary>The call returned.</summary>
    /// <param name="Data">The return data.</param>
    public sealed record Returned(ImmutableArray<Felt> Data) : CallResult;

    /// <summary>No contract stands at the address.</summary>
    public sealed record ContractNotFound : CallResult;

    /// <summary>The class has no such entry point.</summary>
    public sealed record EntryPointNotFound : CallResult;

    /// <summary>The call failed.</summary>
    /// <param name="Error">The frames and the reason, for people.</param>
    public sealed record Failed(string Error) : CallResult;
}
