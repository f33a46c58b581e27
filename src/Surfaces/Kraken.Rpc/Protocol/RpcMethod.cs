using System.Collections.Immutable;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Rpc.Limits;

namespace Kraken.Rpc.Protocol;

/// <summary>Answers a call: writes exactly one JSON value, or throws <see cref="RpcFailureException"/>.</summary>
internal delegate Task RpcHandler(RpcParameters parameters, Utf8JsonWriter result, CancellationToken cancellation);

/// <summary>A method of the interface.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="Parameters">Its parameters' names, in order.</param>
/// <param name="Load">Which threads answer it.</param>
/// <param name="Handler">What answers it.</param>
internal sealed record RpcMethod(string Name, ImmutableArray<string> Parameters, RequestLoad Load, RpcHandler Handler);
