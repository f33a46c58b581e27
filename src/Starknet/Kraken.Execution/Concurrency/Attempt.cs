using System;
using System.Threading;

namespace Kraken.Execution.Concurrency;

/// <summary>One run of a transaction ahead of its turn: an incarnation of [BLOCK-STM].</summary>
internal sealed class Attempt(int index) : IDisposable
{
    private readonly CancellationTokenSource stopping = new();

    /// <summary>The transaction's place in the block.</summary>
    internal int Index => index;

    /// <summary>Set when the run has become useless.</summary>
    internal CancellationToken Stopping => stopping.Token;

    /// <summary>It was given a value that is another now. Guarded by the queue.</summary>
    internal bool IsStale { get; set; }

    /// <summary>Ends the run where it is: what it would bring nobody wants.</summary>
    internal void Stop() => stopping.Cancel();

    /// <summary>Lets go of the means to stop it; the queue stops a run only while it goes on.</summary>
    public void Dispose() => stopping.Dispose();
}
