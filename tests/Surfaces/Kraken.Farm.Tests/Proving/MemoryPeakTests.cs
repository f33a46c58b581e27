using System;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Kraken.Farm.Proving;
using Kraken.Proofs.Ranges;
using Xunit;

namespace Kraken.Farm.Tests.Proving;

/// <summary>The memory of a proof is that of no other one, whichever way it is measured; other tests hold less than half a block.</summary>
public sealed class MemoryPeakTests
{
    private const int Block = 256 << 20;
    private const int Half = Block / 2;
    private const int PageBytes = 4096;

    [Theory]
    [InlineData("/proc/self/clear_refs")]
    [InlineData("/proc/self/no_such_file")]
    public void WhatWasHeldBeforeDoesNotCountAndWhatIsHeldDoes(string resetFile)
    {
        long held = Hold(PeakOfProcess);
        using MemoryPeak peak = MemoryPeak.Begin(resetFile);
        long quiet = peak.Bytes();
        Assert.InRange(quiet, 1, held - Half);
        Assert.InRange(Hold(peak.Bytes), quiet + Half, long.MaxValue);
    }

    /// <summary>The system's count also has what was given back before it is asked.</summary>
    [Fact]
    public void WhereTheSystemCountsNothingThatWasHeldIsMissed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the count is that of Linux");
        using MemoryPeak peak = MemoryPeak.Begin();
        Assert.Equal(ProofMemory.Proof, peak.Of);
        long quiet = peak.Bytes();
        Hold(() => 0);
        Assert.InRange(peak.Bytes(), quiet + Half, long.MaxValue);
    }

    [Fact]
    public void WhereItDoesNotSamplesAreTaken()
    {
        using MemoryPeak peak = MemoryPeak.Begin("/proc/self/no_such_file");
        Assert.Equal(ProofMemory.Samples, peak.Of);
        Assert.InRange(peak.Bytes(), 1, PeakOfProcess());
    }

    // Outside the managed heap, which keeps what it was given; each page is touched.
    private static long Hold(Func<long> look)
    {
        IntPtr block = Marshal.AllocHGlobal(Block);
        try
        {
            for (int page = 0; page < Block; page += PageBytes)
            {
                Marshal.WriteByte(block, page, 1);
            }

            return look();
        }
        finally
        {
            Marshal.FreeHGlobal(block);
        }
    }

    private static long PeakOfProcess()
    {
        using Process self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64;
    }
}
