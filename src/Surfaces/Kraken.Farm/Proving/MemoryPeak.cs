using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using Kraken.Proofs.Ranges;

namespace Kraken.Farm.Proving;

/// <summary>
/// The most memory that this process holds from now on. Linux counts it where it lets a process begin its count anew; elsewhere samples
/// are taken. For one proof at a time: a second one begins the count anew for both.
/// </summary>
public sealed class MemoryPeak : IDisposable
{
    // proc_pid_clear_refs(5): 5 begins the count of the largest resident set anew.
    private const string ResetFile = "/proc/self/clear_refs";

    private static readonly TimeSpan SampleInterval = TimeSpan.FromMilliseconds(100);

    private static ReadOnlySpan<byte> ResetPeak => "5"u8;

    private readonly Timer? sampler;
    private long sampled;

    private MemoryPeak(bool isCounted)
    {
        Of = isCounted ? ProofMemory.Proof : ProofMemory.Samples;
        if (!isCounted)
        {
            sampler = new Timer(static peak => ((MemoryPeak)peak!).Sample(), this, TimeSpan.Zero, SampleInterval);
        }
    }

    /// <summary>How it is measured.</summary>
    public ProofMemory Of { get; }

    /// <summary>Begins.</summary>
    /// <param name="resetFile">The file that begins the system's count anew; another one only to try what happens without.</param>
    public static MemoryPeak Begin(string resetFile = ResetFile) => new(OperatingSystem.IsLinux() && TryReset(resetFile));

    /// <summary>The most up to now.</summary>
    public long Bytes()
    {
        Sample();
        using Process self = Process.GetCurrentProcess();
        return sampler is null ? self.PeakWorkingSet64 : Interlocked.Read(ref sampled);
    }

    /// <inheritdoc/>
    public void Dispose() => sampler?.Dispose();

    private static bool TryReset(string file)
    {
        try
        {
            using FileStream reset = new(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            reset.Write(ResetPeak);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return false;
        }
    }

    private void Sample()
    {
        long now = Environment.WorkingSet;
        for (long before = Interlocked.Read(ref sampled); now > before;)
        {
            long seen = Interlocked.CompareExchange(ref sampled, now, before);
            if (seen == before)
            {
                return;
            }

            before = seen;
        }
    }
}
