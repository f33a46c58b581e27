using System;
using Kraken.Fields;

namespace Kraken.State.Store;

/// <summary>
/// The block of another chain on which a chain begins, in place of nothing: its first block has the next number, and what it never wrote is
/// read from there. Its roots commit to what it wrote, and to nothing else.
/// </summary>
/// <param name="Number">The number of that block.</param>
/// <param name="HashOf">Gives the hash of that block, or of one before it.</param>
/// <param name="State">The state after it. Read by several threads.</param>
public sealed record ChainBase(ulong Number, Func<ulong, Felt> HashOf, IStateReader State);
