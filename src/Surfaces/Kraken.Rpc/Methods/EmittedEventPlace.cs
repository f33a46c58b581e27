namespace Kraken.Rpc.Methods;

/// <summary>Where an event stands in its block.</summary>
/// <param name="Transaction">The index of its transaction.</param>
/// <param name="Event">Its index among the events of that.</param>
internal readonly record struct EmittedEventPlace(int Transaction, int Event);
