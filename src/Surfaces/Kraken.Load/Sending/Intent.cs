using System;

namespace Kraken.Load.Sending;

/// <summary>A transaction that is to be sent at a time; it is signed when its turn comes.</summary>
/// <param name="Kind">What it does; a file of signed transactions decides for itself.</param>
/// <param name="Due">Its intended time of sending, from which its latency counts.</param>
/// <param name="IsUrgent">
/// Whether whoever offers it has others to offer at once; else it may be signed and sent on that thread, which spares waking another.
/// </param>
internal readonly record struct Intent(LoadKind Kind, TimeSpan Due, bool IsUrgent = true);
