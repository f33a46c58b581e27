using System.Collections.Generic;

namespace Kraken.Rpc.Subscriptions;

/// <summary>Notifications to be sent before more are made.</summary>
/// <param name="Messages">Whose they are, and their JSON.</param>
/// <param name="IsLast">Whether nothing more is new at the moment.</param>
/// <param name="BlocksBehind">How many decided blocks the subscription that has fallen behind most has not told of.</param>
internal readonly record struct SubscriptionBatch(
    IReadOnlyList<(Subscription Subscription, byte[] Json)> Messages, bool IsLast, ulong BlocksBehind);
