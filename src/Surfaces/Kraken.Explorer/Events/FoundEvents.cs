using System.Collections.Generic;
using Kraken.Rpc.Client;

namespace Kraken.Explorer.Events;

/// <summary>What a search for events found.</summary>
/// <param name="Events">The events, latest first.</param>
/// <param name="SearchedFrom">The lowest block that was searched; what it holds beside these comes with the next page.</param>
/// <param name="Older">The place before which the next page begins; null where nothing is left to search.</param>
internal sealed record FoundEvents(IReadOnlyList<EmittedEvent> Events, ulong SearchedFrom, EventPlace? Older);
