using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace Kraken.Load.Sending;

/// <summary>
/// Which node an account sends to: it keeps to one, so that its nonces arrive in order, until that one is down and another is not.
/// </summary>
internal sealed class NodePlacement(ImmutableArray<LoadNode> nodes, int first)
{
    private int current = first % nodes.Length;

    public LoadNode Current => nodes[Volatile.Read(ref current)];

    /// <summary>
    /// Waits for a place among the submissions of the current node, which may be another one by then; to be given back by
    /// <see cref="LoadNode.Leave"/>.
    /// </summary>
    public async Task<LoadNode> EnterAsync()
    {
        while (true)
        {
            LoadNode node = Current;
            await node.EnterAsync().ConfigureAwait(false);
            if (node == Current)
            {
                return node;
            }

            node.Leave();
        }
    }

    /// <summary>Goes on to the next node that is not down; null when there is no reason or no other.</summary>
    public LoadNode? LeaveIfDown()
    {
        int now = Volatile.Read(ref current);
        if (!nodes[now].IsDown)
        {
            return null;
        }

        int next = Enumerable.Range(1, nodes.Length - 1).Select(step => (now + step) % nodes.Length)
            .FirstOrDefault(index => !nodes[index].IsDown, -1);
        return next >= 0 && Interlocked.CompareExchange(ref current, next, now) == now ? nodes[now] : null;
    }
}
