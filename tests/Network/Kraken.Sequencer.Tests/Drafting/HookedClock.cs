using System;
using System.Threading;

namespace Kraken.Sequencer.Tests.Drafting;

/// <summary>A clock that does something when a run has asked it so often.</summary>
internal sealed class HookedClock : TimeProvider
{
    private int left = -1;
    private Action hook = static () => { };

    /// <summary>How far it is ahead of the system's clock.</summary>
    public TimeSpan Ahead { get; set; }

    public void After(int questions, Action action)
    {
        hook = action;
        Volatile.Write(ref left, questions);
    }

    public override long GetTimestamp()
    {
        if (Volatile.Read(ref left) >= 0 && Interlocked.Decrement(ref left) == -1)
        {
            hook();
        }

        return base.GetTimestamp() + (long)(Ahead.TotalSeconds * TimestampFrequency);
    }
}
