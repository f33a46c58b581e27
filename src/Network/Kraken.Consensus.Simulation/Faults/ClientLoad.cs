using System.Collections.Generic;
using System.Linq;
using Kraken.Consensus.Simulation.Chain;
using Kraken.Consensus.Simulation.Clock;
using Kraken.Consensus.Simulation.Nodes;

namespace Kraken.Consensus.Simulation.Faults;

/// <summary>
/// Clients that send transactions to nodes and send one again to another node when it stands in no block after a while, as clients of a
/// chain do whose pools are memory.
/// </summary>
internal sealed class ClientLoad(World world, FaultMix mix)
{
    private const long Patience = 700 * Microseconds.PerMillisecond;

    private readonly SeededRandom random = world.Numbers("clients");
    private readonly List<SimulatedTransaction> open = [];
    private ulong sent;
    private bool isOver;

    /// <summary>The transactions that stand in no block and must: all but those that no executor takes.</summary>
    public IEnumerable<ulong> Open =>
        open.Where(transaction => transaction.Kind == TransactionKind.Usual).Select(transaction => transaction.Id);

    public void Begin()
    {
        SendNext();
        SendAgain();
    }

    /// <summary>No new transactions.</summary>
    public void End() => isOver = true;

    private void SendNext() => world.Clock.After(random.Between(20_000, 400_000), () =>
    {
        if (!isOver)
        {
            TransactionKind kind = random.Chance(mix.BadTransactions) ? mix.BadKind : TransactionKind.Usual;
            SimulatedTransaction transaction = new(++sent, kind, random.Below(1_000));
            open.Add(transaction);
            Send(transaction);
            SendNext();
        }
    });

    private void SendAgain() => world.Clock.After(Patience, () =>
    {
        open.RemoveAll(transaction => world.Agreed.Includes(transaction.Id));
        foreach (SimulatedTransaction transaction in open)
        {
            Send(transaction);
        }

        SendAgain();
    });

    private void Send(SimulatedTransaction transaction)
    {
        SimulatedNode node = random.Pick(world.Nodes);
        if (node.Process?.Take(transaction) == true)
        {
            node.Tell($"takes transaction {transaction.Id} of a client");
        }
    }
}
