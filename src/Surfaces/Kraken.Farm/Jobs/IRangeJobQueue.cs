using System.Threading;
using System.Threading.Tasks;

namespace Kraken.Farm.Jobs;

/// <summary>
/// Jobs that wait for workers, the oldest blocks first. A job that was published is delivered until a worker settles it, so that it may be
/// done twice and is never lost; doing it twice is harmless. Members throw <see cref="FarmUnavailableException"/> where the queue cannot be
/// reached. Safe for several threads.
/// </summary>
public interface IRangeJobQueue
{
    /// <summary>Adds a job; it is kept durably when the task ends.</summary>
    Task PublishAsync(RangeJob job, CancellationToken cancellation);

    /// <summary>Takes the next job, which nobody else gets while this process lives; null when none waits.</summary>
    Task<IJobDelivery?> TakeAsync(CancellationToken cancellation);
}
