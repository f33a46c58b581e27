using System.Threading;
using System.Threading.Tasks;

namespace Kraken.Farm.Jobs;

/// <summary>
/// A message that one worker holds, to be settled by one of its methods. Where it is not, because the worker ended, it is delivered again
/// with one attempt more. Members throw <see cref="FarmUnavailableException"/> where the queue cannot be reached, and then it is delivered
/// again too.
/// </summary>
public interface IJobDelivery
{
    /// <summary>What is to be done; null of a message that is no job.</summary>
    RangeJob? Job { get; }

    /// <summary>Why the message is no job; null of one that is.</summary>
    string? Problem { get; }

    /// <summary>The attempts before this one, those that ended with their worker included.</summary>
    int Attempts { get; }

    /// <summary>Settles it: the result is stored.</summary>
    Task AcknowledgeAsync(CancellationToken cancellation);

    /// <summary>Puts the job back, changed, behind those that wait.</summary>
    /// <param name="changed">The job with the counts that it is delivered with from now on.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task ReturnAsync(RangeJob changed, CancellationToken cancellation);

    /// <summary>Takes it out of the queue, and keeps it with the reason among the dead letters.</summary>
    /// <param name="reason">Why nobody is to try it again; a sentence.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task BuryAsync(string reason, CancellationToken cancellation);
}
