using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;

namespace Kraken.P2P.Links;

/// <summary>Wakes one waiting task; calls that come before it waits are remembered as one.</summary>
internal sealed class Wakeup
{
    private readonly Channel<bool> calls = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    public void Call() => calls.Writer.TryWrite(true);

    public async ValueTask WaitAsync(CancellationToken cancellation) => await calls.Reader.ReadAsync(cancellation).ConfigureAwait(false);
}
