using System;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Air;
using Kraken.Fields;
using Kraken.Stark.Prover.Machines;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Stark.Prover.Witness;

/// <summary>One component whose trace is to be deduced from its input columns.</summary>
/// <param name="air">The component.</param>
/// <param name="trace">The trace; the input columns are filled, padding included. Enabler and multiplicity
/// columns are the caller's.</param>
/// <param name="context">What hints may read.</param>
/// <param name="feedingRows">Rows that feed other components: the active ones where padding does not, else all.</param>
/// <param name="preprocessed">The preprocessed columns in the order of the recording; entries for the row counter are not read.</param>
/// <param name="parameters">The claim's values, in the order of the recording.</param>
public sealed class WitnessTask(
    AirRecording air, ColumnBlock trace, IWitnessContext context, long feedingRows,
    ReadOnlySpan<ColumnReference> preprocessed, ReadOnlySpan<M31> parameters)
{
    private readonly ColumnReference[] preprocessed = preprocessed.ToArray();
    private readonly M31[] parameters = parameters.ToArray();

    /// <summary>The component.</summary>
    public AirRecording Air => air;

    /// <summary>The columns to fill.</summary>
    public ColumnBlock Trace => trace;

    /// <summary>What hints may read.</summary>
    public IWitnessContext Context => context;

    /// <summary>Rows that feed other components.</summary>
    public long FeedingRows => feedingRows;

    internal ReadOnlySpan<ColumnReference> Preprocessed => preprocessed;

    internal ReadOnlySpan<M31> Parameters => parameters;

    /// <summary>Deduces all rows on all cores.</summary>
    /// <param name="sinks">One sink per thread; their number is the number of threads.</param>
    /// <param name="pool">Memory.</param>
    public void Run(ReadOnlySpan<IFeedSink> sinks, BufferPool pool)
    {
        long rows = 1L << trace.LogSize;
        int strip = (int)Math.Min(StripMachine.MaxRows, rows);
        IFeedSink[] workers = sinks.ToArray();
        long next = -strip;
        Parallel.For(0, workers.Length, worker =>
        {
            long row = Interlocked.Add(ref next, strip);
            if (row >= rows)
            {
                return;
            }

            using WitnessMachine machine = new(this, workers[worker], pool);
            for (; row < rows; row = Interlocked.Add(ref next, strip))
            {
                machine.Run(row, strip);
            }
        });
    }
}
