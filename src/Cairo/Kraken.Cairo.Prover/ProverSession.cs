using System;
using System.Diagnostics;
using System.Globalization;
using System.Threading;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Prover.Input;
using Kraken.Cairo.Prover.Witness;
using Kraken.Fields;
using Kraken.Stark.Channels;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Cairo.Prover;

/// <summary>
/// Proves one run after the other and keeps between them what does not depend on the run: the memory that was touched, and the fixed
/// columns with their coefficients and tree. One proof at a time; a second one waits.
/// </summary>
/// <param name="cache">Where the fixed columns' tree is kept from process to process; null for nowhere.</param>
public sealed class ProverSession(FixedColumnCache? cache = null) : IDisposable
{
    /// <summary>What a session keeps between proofs if it is not told otherwise: what a proof of ten transfers touches, and more.</summary>
    public const long DefaultKeptBytes = 4L << 30;

    private readonly Lock turn = new();
    private readonly MemoryArena arena = new();
    private FixedColumns? columns;
    private bool isDisposed;

    /// <summary>The most bytes that are kept between proofs; of a proof that took more nothing but the fixed columns stays.</summary>
    public long KeptBytes { get; init; } = DefaultKeptBytes;

    /// <summary>
    /// The most bytes that the process may hold while proving, all that it holds else included; a proof that would need more is refused
    /// before it is begun. Null for no limit.
    /// </summary>
    public long? MemoryLimit { get; init; }

    /// <summary>The bytes outside the managed heap that are held now.</summary>
    public long HeldBytes => (sizeof(uint) * arena.HeldWords) + (columns?.HeldBytes ?? 0);

    /// <summary>The bytes of those that are in use: between proofs those of the fixed columns.</summary>
    internal long LentBytes => (sizeof(uint) * arena.LentWords) + (columns?.LentBytes ?? 0);

    /// <summary>Proves a run. The proof is a function of input and parameters alone.</summary>
    /// <param name="input">The run.</param>
    /// <param name="parameters">How to prove.</param>
    /// <param name="progress">Told when each step begins; may be null.</param>
    /// <param name="cancellation">Ends the work between steps and in the proof-of-work searches.</param>
    /// <exception cref="ProvingException">
    /// The parameters are refused (see <see cref="ProverParameters.FindError"/>), the run would need more memory than the limit, or it
    /// cannot be proved.
    /// </exception>
    /// <exception cref="OperationCanceledException">The work was ended.</exception>
    /// <exception cref="ObjectDisposedException">The session was.</exception>
    public CairoProof Prove(
        ProverInput input, ProverParameters parameters, IProgress<ProvePhase>? progress = null, CancellationToken cancellation = default)
    {
        if (parameters.FindError() is { } error)
        {
            throw new ProvingException($"the parameters are refused: {error}");
        }

        lock (turn)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            CheckMemory(input, parameters);
            columns ??= new(arena, cache);
            Stopwatch watch = Stopwatch.StartNew();
            try
            {
                return Prove(input, parameters, Report, cancellation);
            }
            finally
            {
                if (HeldBytes > KeptBytes)
                {
                    arena.Trim();
                }
            }

            void Report(ProveStep step)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report(new(step, watch.Elapsed));
            }
        }
    }

    /// <summary>Gives back all memory but that of the fixed columns, for a session that will be idle.</summary>
    public void Trim()
    {
        lock (turn)
        {
            arena.Trim();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (turn)
        {
            isDisposed = true;
            columns?.Dispose();
            arena.Dispose();
        }
    }

    /// <summary>What the process holds without this session, and what the proof takes.</summary>
    private void CheckMemory(ProverInput input, ProverParameters parameters)
    {
        if (MemoryLimit is not { } limit)
        {
            return;
        }

        long need = Environment.WorkingSet - HeldBytes + MemoryNeed.BytesOf(input, parameters);
        if (need > limit)
        {
            throw new ProvingException(string.Create(
                CultureInfo.InvariantCulture,
                $"memory: expected a run that is proved within {limit >> 20} MiB, got one that needs about {(need >> 20) + 1} MiB"));
        }
    }

    private CairoProof Prove(
        ProverInput input, ProverParameters parameters, Action<ProveStep> report, CancellationToken cancellation) =>
        parameters.Hash switch
        {
            "poseidon252" => Prove<Poseidon252Channel, Felt>(new(), input, parameters, report, cancellation),
            "blake2s_m31" => Prove<Blake2sM31Channel, Blake2sHash>(new(), input, parameters, report, cancellation),
            _ => Prove<Blake2sChannel, Blake2sHash>(new(), input, parameters, report, cancellation),
        };

    private CairoProof<THash> Prove<TChannel, THash>(
        TChannel channel, ProverInput input, ProverParameters parameters, Action<ProveStep> report, CancellationToken cancellation)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash>
    {
        using BufferPool pool = new(arena);
        return new ProverRun<TChannel, THash>(channel, input, parameters, (columns!, pool), report, cancellation).Prove();
    }
}
