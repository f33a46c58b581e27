using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Hosting;

namespace Kraken.Rpc.Server;

/// <summary>
/// The lifetime of a web server within a process of others, whose own takes SIGINT and SIGTERM for itself: a process that waits for those
/// otherwise, or not at all, would not end.
/// </summary>
public sealed class EmbeddedLifetime : IHostLifetime
{
    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
