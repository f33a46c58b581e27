using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Collections.Immutable;
using Kraken.Rpc.Protocol;

namespace Kraken.Rpc.Versions;

/// <summary>
/// An older version of the specification that is served beside the newest, as what is not in it: the methods are those of the newest, and
/// their answers lose what came later.
/// </summary>
/// <param name="Number">The version, as starknet_specVersion says it.</param>
/// <param name="Methods">What differs, by method or notification; others are the same.</param>
/// <param name="Errors">The errors that another text or code stood for, by the newest version's code.</param>
internal sealed record OlderVersion(
    string Number, FrozenDictionary<string, MethodDifference> Methods, FrozenDictionary<int, Func<RpcError, RpcError>> Errors)
{
    /// <summary>The difference of a method or notification; null where there is none.</summary>
    internal MethodDifference? Of(string method) => Methods.GetValueOrDefault(method);

    /// <summary>A method's parameters' names in this version.</summary>
    internal ImmutableArray<string> ParametersOf(RpcMethod method) =>
        Of(method.Name) is { NewParameters: { IsEmpty: false } added } ? method.Parameters.RemoveRange(added) : method.Parameters;

    /// <summary>An error of a method as this version has it.</summary>
    internal RpcError ErrorOf(string method, RpcError error) =>
        Of(method)?.Error is { } own && own(error) is { } replaced ? replaced
        : Errors.TryGetValue(error.Code, out Func<RpcError, RpcError>? common) ? common(error) : error;
}
