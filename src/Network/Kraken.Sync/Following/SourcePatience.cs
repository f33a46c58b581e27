using System;
using System.Threading.Tasks;

namespace Kraken.Sync.Following;

/// <summary>
/// How long a source keeps a follower waiting in one request, and when that is too long. The time that this node takes for checking and
/// storing does not count. For one request, of which one part waits at a time.
/// </summary>
/// <param name="limits">How long it may.</param>
internal sealed class SourcePatience(SyncLimits limits, TimeProvider clock)
{
    private int given;

    /// <summary>How long it took so far.</summary>
    internal TimeSpan Waited { get; private set; }

    /// <summary>Whether that is longer than a source may take for so many blocks.</summary>
    internal bool IsExhausted => Waited > limits.Patience + (given * limits.PatiencePerBlock);

    /// <summary>Asks the source for something; until it comes, the time counts.</summary>
    internal async Task<T> WaitAsync<T>(Func<Task<T>> answer)
    {
        long start = clock.GetTimestamp();
        try
        {
            return await answer().ConfigureAwait(false);
        }
        finally
        {
            Waited += clock.GetElapsedTime(start);
        }
    }

    /// <summary>It gave a block.</summary>
    internal void Given() => given++;
}
