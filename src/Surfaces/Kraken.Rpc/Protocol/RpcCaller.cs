using Kraken.Rpc.Subscriptions;
using Kraken.Rpc.Versions;

namespace Kraken.Rpc.Protocol;

/// <summary>Who calls.</summary>
/// <param name="Name">The client: clients share threads and queues evenly.</param>
/// <param name="Session">The subscriptions of the socket over which it calls; null where it cannot subscribe.</param>
/// <param name="Version">The older version of the specification that it asks for; null for the newest.</param>
internal readonly record struct RpcCaller(string Name, SubscriptionSession? Session, OlderVersion? Version);
