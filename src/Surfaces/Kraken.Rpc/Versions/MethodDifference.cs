using System;
using System.Collections.Frozen;
using System.Collections.Immutable;
using Kraken.Rpc.Protocol;

namespace Kraken.Rpc.Versions;

/// <summary>What an older version of the specification lacks of a method or a notification.</summary>
internal sealed record MethodDifference
{
    /// <summary>Parameters that are not known; a call that gives one is -32602.</summary>
    internal ImmutableArray<string> NewParameters { get; init; } = [];

    /// <summary>Values of a known parameter that are not known.</summary>
    internal NewArgument? NewArgument { get; init; }

    /// <summary>Members that objects of the answer do not have, at whatever depth.</summary>
    internal FrozenSet<string> NewMembers { get; init; } = FrozenSet<string>.Empty;

    /// <summary>The error in the place of one that the method did not have; null where it is the same.</summary>
    internal Func<RpcError, RpcError?>? Error { get; init; }
}
