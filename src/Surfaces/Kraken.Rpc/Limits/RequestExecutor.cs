using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;

namespace Kraken.Rpc.Limits;

/// <summary>
/// Runs requests on threads of their own, so that neither the transport nor consensus waits for them. The queue is bounded, and so is
/// each client's share of it and of the threads; clients take turns. A request that nobody waits for leaves the queue at once. Threads
/// start when they are needed and end when they have been idle for a while.
/// </summary>
/// <param name="name">What the threads do.</param>
/// <param name="maxThreads">The most threads.</param>
/// <param name="maxWaiting">The most requests that wait.</param>
/// <param name="maxPerClient">The most requests of one client that wait or run.</param>
/// <param name="maxRunning">The most requests of one client that run.</param>
internal sealed class RequestExecutor(string name, int maxThreads, int maxWaiting, int maxPerClient, int maxRunning)
{
    // Contracts call each other fifty deep, on the thread's stack.
    private const int StackBytes = 8 << 20;

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(5);

    private readonly object gate = new();
    private readonly Dictionary<string, Client> clients = [];
    private readonly LinkedList<Client> turns = new();
    private int waiting;
    private int idle;
    private int threads;

    /// <summary>How many requests no thread has begun.</summary>
    internal int Waiting
    {
        get
        {
            lock (gate)
            {
                return waiting;
            }
        }
    }

    /// <summary>Runs a request when its turn comes.</summary>
    /// <param name="client">Who asks.</param>
    /// <param name="work">The request; it watches the cancellation itself once it runs.</param>
    /// <param name="cancellation">Nobody waits any longer.</param>
    /// <exception cref="ServerBusyException">Too many wait.</exception>
    internal Task<T> RunAsync<T>(string client, Func<T> work, CancellationToken cancellation)
    {
        TaskCompletionSource<T> result = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Job job = new(() => Complete(result, work, cancellation), () => result.TrySetCanceled(cancellation));
        Enqueue(client, job);
        job.Watch(Abandon, cancellation);
        return result.Task;
    }

    private static void Complete<T>(TaskCompletionSource<T> result, Func<T> work, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            result.TrySetCanceled(cancellation);
            return;
        }

        try
        {
            result.TrySetResult(work());
        }
        catch (OperationCanceledException exception)
        {
            result.TrySetCanceled(exception.CancellationToken);
        }
        catch (Exception exception)
        {
            // Whoever awaits the request gets it.
            result.TrySetException(exception);
        }
    }

    private void Enqueue(string address, Job job)
    {
        lock (gate)
        {
            if (waiting >= maxWaiting)
            {
                throw new ServerBusyException(string.Create(CultureInfo.InvariantCulture, $"server busy: {waiting} requests wait"));
            }

            if (!clients.TryGetValue(address, out Client? client))
            {
                clients.Add(address, client = new Client(address));
            }

            if (client.Held >= maxPerClient)
            {
                throw new ServerBusyException(
                    string.Create(CultureInfo.InvariantCulture, $"server busy: {client.Held} requests of one address wait or run"));
            }

            job.Client = client;
            job.Place = client.Jobs.AddLast(job);
            client.Held++;
            waiting++;
            if (client.Jobs.Count == 1)
            {
                turns.AddLast(client);
            }

            if (idle < waiting && threads < maxThreads)
            {
                threads++;
                new Thread(Work, StackBytes) { IsBackground = true, Name = $"rpc {name}" }.Start();
            }

            Monitor.Pulse(gate);
        }
    }

    private void Abandon(Job job)
    {
        lock (gate)
        {
            if (job.Place is null)
            {
                return;
            }

            Remove(job);
            Leave(job.Client!);
        }

        job.Cancel();
    }

    private void Work()
    {
        BackgroundPriority.Enter();
        while (Await() is { } job)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            job.Run();
            GarbageBound.Add(GC.GetAllocatedBytesForCurrentThread() - before);
            lock (gate)
            {
                job.Client!.Running--;
                Leave(job.Client);
            }
        }
    }

    /// <summary>The next request; null when there was none for a while, and the thread no longer counts.</summary>
    private Job? Await()
    {
        lock (gate)
        {
            idle++;
            try
            {
                while (true)
                {
                    if (TakeNext() is { } job)
                    {
                        return job;
                    }

                    if (!Monitor.Wait(gate, Idle) && turns.Count == 0)
                    {
                        threads--;
                        return null;
                    }
                }
            }
            finally
            {
                idle--;
            }
        }
    }

    // The client whose turn it was goes behind the others. One whose requests run already lets a thread be free for those who come.
    private Job? TakeNext()
    {
        LinkedListNode<Client>? turn = turns.First;
        while (turn?.Value.Running >= maxRunning)
        {
            turn = turn.Next;
        }

        if (turn is null)
        {
            return null;
        }

        Job job = turn.Value.Jobs.First!.Value;
        Remove(job);
        turn.Value.Running++;
        if (turn.List is not null)
        {
            turns.Remove(turn);
            turns.AddLast(turn);
        }

        return job;
    }

    private void Remove(Job job)
    {
        Client client = job.Client!;
        client.Jobs.Remove(job.Place!);
        job.Place = null;
        waiting--;
        if (client.Jobs.Count == 0)
        {
            turns.Remove(client);
        }
    }

    private void Leave(Client client)
    {
        client.Held--;
        if (client.Held == 0)
        {
            clients.Remove(client.Address);
        }
    }

    private sealed class Client(string address)
    {
        internal string Address => address;

        internal LinkedList<Job> Jobs { get; } = new();

        internal int Held { get; set; }

        internal int Running { get; set; }
    }

    private sealed class Job(Action run, Action cancel)
    {
        private CancellationTokenRegistration watch;

        internal Client? Client { get; set; }

        // Null once the job left the queue.
        internal LinkedListNode<Job>? Place { get; set; }

        internal void Watch(Action<Job> abandon, CancellationToken cancellation) => watch = cancellation.Register(() => abandon(this));

        internal void Cancel() => cancel();

        internal void Run()
        {
            watch.Unregister();
            run();
        }
    }
}
