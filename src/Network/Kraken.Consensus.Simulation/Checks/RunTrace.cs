using System;
using System.Collections.Generic;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Kraken.Consensus.Simulation.Checks;

/// <summary>What happened, one line after the other. Its SHA-256 is always known, its lines only when they were asked for.</summary>
/// <param name="kept">How many of the last lines are kept; 0 for none.</param>
internal sealed class RunTrace(int kept) : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Queue<string> lines = [];
    private byte[] buffer = new byte[1024];

    /// <summary>How many lines were written.</summary>
    public long Count { get; private set; }

    /// <summary>The last lines, oldest first.</summary>
    public IReadOnlyList<string> Lines => [.. lines];

    /// <summary>Writes a line.</summary>
    /// <param name="time">When, in microseconds.</param>
    /// <param name="who">Which node; "-" for the world.</param>
    /// <param name="what">What happened.</param>
    public void Write(long time, string who, string what)
    {
        string line = string.Create(CultureInfo.InvariantCulture, $"{time / 1000,6}.{time % 1000:d3} ms {who} {what}");
        Count++;
        int most = Encoding.UTF8.GetMaxByteCount(line.Length) + 1;
        if (buffer.Length < most)
        {
            buffer = new byte[2 * most];
        }

        int length = Encoding.UTF8.GetBytes(line, buffer);
        buffer[length] = (byte)'\n';
        hash.AppendData(buffer.AsSpan(0, length + 1));
        if (kept > 0)
        {
            lines.Enqueue(line);
            if (lines.Count > kept)
            {
                lines.Dequeue();
            }
        }
    }

    /// <summary>SHA-256 of all lines, hexadecimal.</summary>
    public string Digest() => Convert.ToHexStringLower(hash.GetCurrentHash());

    /// <inheritdoc/>
    public void Dispose() => hash.Dispose();
}
