using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Load.Measuring;
using Kraken.Load.Reports;
using Kraken.Load.Sending;

namespace Kraken.Load;

/// <summary>
/// An open-loop run: the time of every transaction is fixed in advance, and latency counts from it, so a slow network cannot hide
/// behind a slow client (no coordinated omission).
/// </summary>
/// <param name="options">What to send.</param>
/// <param name="connections">The connections to use.</param>
/// <param name="time">The clock.</param>
public sealed class LoadRun(LoadOptions options, LoadConnections connections, TimeProvider time)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    // What a run that is ended waits for the blocks of what it sent.
    private static readonly TimeSpan GraceWhenCancelled = TimeSpan.FromSeconds(3);

    // Nobody else is asked for a transaction that a block may yet show.
    private static readonly TimeSpan AskAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AskAtTheEndAfter = TimeSpan.FromSeconds(2);

    private readonly LoadTally tally = new();
    private readonly LoadClock clock = new(time);
    private bool isRunning;
    private string? note;

    /// <summary>Prepares accounts, sends, waits for inclusion, and reports.</summary>
    /// <param name="progress">Told once per second.</param>
    /// <param name="cancellation">Ends the sending; the report covers what was sent.</param>
    /// <exception cref="LoadException">The run cannot begin, for a reason that the message gives.</exception>
    public async Task<LoadReport> RunAsync(IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        using CancellationTokenSource telling = new();
        Task told = TellAsync(progress, telling.Token);
        try
        {
            LoadNodes nodes = await LoadNodes.OpenAsync(options.Nodes, connections, clock, cancellation).ConfigureAwait(false);
            using CancellationTokenSource abort = new();
            using SenderSet senders = await SenderSet.OpenAsync(
                options, nodes, new Submitter(tally, abort.Token), tally, clock, text => note = text, cancellation).ConfigureAwait(false);
            return await RunAsync(senders, nodes, abort, cancellation).ConfigureAwait(false);
        }
        finally
        {
            await telling.CancelAsync().ConfigureAwait(false);
            await told.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<LoadReport> RunAsync(
        SenderSet senders, LoadNodes nodes, CancellationTokenSource abort, CancellationToken cancellation)
    {
        ulong height = await nodes.All[0].Client.BlockNumberAsync(cancellation).ConfigureAwait(false);
        ChainWatch watch = new(nodes.All, tally, clock, options.ObservesPreConfirmed);
        Resolution resolution = new(nodes.All, tally, clock);
        using CancellationTokenSource watching = new();
        clock.Start();
        (isRunning, note) = (true, null);
        Task watched = watch.RunAsync(height + 1, watching.Token);
        Task asked = AskAsync(resolution, watching.Token);
        await SendAsync(senders, cancellation).ConfigureAwait(false);
        await WaitAsync(senders, resolution, cancellation).ConfigureAwait(false);
        await abort.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(senders.All.Select(sender => sender.StopAsync())).ConfigureAwait(false);
        await watching.CancelAsync().ConfigureAwait(false);
        await watched.ConfigureAwait(false);
        await asked.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        int unresolved = await resolution.EndAsync().ConfigureAwait(false);
        ImmutableArray<NodeReport> reports = [.. nodes.All.Select(node => node.Report())];
        return tally.Report(new RunEnd(clock.Elapsed, unresolved, watch.Note, reports)) with { Problems = nodes.Problems };
    }

    // On a thread of its own, whose waits end in time whatever the workers do.
    private Task SendAsync(SenderSet senders, CancellationToken cancellation) => Task.Factory.StartNew(
        () => Send(senders, cancellation), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Send(SenderSet senders, CancellationToken cancellation)
    {
        RateSchedule schedule = options.Schedule;
        long total = schedule.Total;
        for (long index = 0; index < total && !cancellation.IsCancellationRequested; index++)
        {
            TimeSpan due = schedule.DueOf(index);

            // Rounded up to what a wait can be: nothing is sent before it is due.
            double early = Math.Ceiling((due - clock.Elapsed).TotalMilliseconds);
            bool isWaitedFor = early > 0;
            if (isWaitedFor && cancellation.WaitHandle.WaitOne((int)early))
            {
                return;
            }

            senders.Offer(index, new Intent(options.Weights.KindOf(index), due, IsUrgent: !isWaitedFor));
        }
    }

    /// <summary>Waits until all that was accepted is in a block, and fills what gaps are left on the way.</summary>
    private async Task WaitAsync(SenderSet senders, Resolution resolution, CancellationToken cancellation)
    {
        HashSet<LaneSender> hopeless = [];
        TimeSpan deadline = clock.Elapsed + options.Patience;
        TimeSpan ask = clock.Elapsed + Second;
        while (clock.Elapsed < deadline && (tally.Following > 0 || senders.All.Any(sender => !sender.IsIdle)))
        {
            if (cancellation.IsCancellationRequested)
            {
                TimeSpan grace = clock.Elapsed + GraceWhenCancelled;
                deadline = grace < deadline ? grace : deadline;
                cancellation = CancellationToken.None;
            }

            foreach (LaneSender lane in senders.Accounts.Where(lane => lane.Lane.HasGap && !hopeless.Contains(lane)))
            {
                if (!await lane.FillGapsAsync().ConfigureAwait(false))
                {
                    hopeless.Add(lane);
                }
            }

            if (clock.Elapsed >= ask)
            {
                await resolution.AskAsync(AskAtTheEndAfter).ConfigureAwait(false);
                ask = clock.Elapsed + Second;
            }

            await Task.Delay(Poll, time, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task AskAsync(Resolution resolution, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            await Task.Delay(AskAfter / 6, time, cancellation).ConfigureAwait(false);
            await resolution.AskAsync(AskAfter).ConfigureAwait(false);
        }
    }

    private async Task TellAsync(IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        if (progress is null)
        {
            return;
        }

        (long included, TimeSpan at) last = (0, TimeSpan.Zero);
        using PeriodicTimer timer = new(Second, time);
        while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false))
        {
            TimeSpan now = isRunning ? clock.Elapsed : TimeSpan.Zero;
            long included = tally.Included;
            double seconds = (now - last.at).TotalSeconds;
            progress.Report(new LoadProgress(
                now,
                tally.Due,
                tally.AcceptedCount,
                included,
                tally.RefusedCount,
                seconds > 0 ? (included - last.included) / seconds : 0,
                tally.InclusionP99.TotalMilliseconds,
                isRunning ? null : note ?? "looking at the accounts"));
            last = (included, now);
        }
    }
}
