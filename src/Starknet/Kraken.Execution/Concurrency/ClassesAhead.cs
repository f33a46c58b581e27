using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using Kraken.Execution.Classes;
using Kraken.Execution.Native;
using Kraken.Fields;

namespace Kraken.Execution.Concurrency;

/// <summary>
/// The classes that one run ahead finds: those that are known, and those that transactions of the block declare, which become known at
/// their turn only. For one thread.
/// </summary>
/// <param name="known">The known classes.</param>
/// <param name="declared">The classes of the block's declares.</param>
internal sealed class ClassesAhead(IClassSource known, ConcurrentDictionary<Felt, RunnableClass> declared) : IClassSource
{
    // What was not known, and whether it was found nevertheless.
    private readonly Dictionary<Felt, bool> guesses = [];

    /// <summary>Whether each class that was asked for and not known then is known now or not, as it was taken for.</summary>
    internal bool GuessedRight => guesses.All(guess => known.Find(guess.Key) is not null == guess.Value);

    /// <inheritdoc/>
    public NativeClasses? Natives => known.Natives;

    /// <inheritdoc/>
    public RunnableClass? Find(in Felt classHash)
    {
        RunnableClass? found = known.Find(classHash);
        if (found is null)
        {
            guesses[classHash] = declared.TryGetValue(classHash, out found);
        }

        return found;
    }
}
