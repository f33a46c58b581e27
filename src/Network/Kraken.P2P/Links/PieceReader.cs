using System;
using System.Linq;
using Kraken.P2P.Framing;

namespace Kraken.P2P.Links;

/// <summary>Takes pieces from received bytes, hands them to the lanes, and says how much faster than allowed they came.</summary>
internal sealed class PieceReader(IncomingLanes lanes, LinkCounters counters, PeerNetworkOptions options)
{
    private readonly TokenBucket bytes = new(options.Links.BytesPerSecond, options.Links.ByteBurst, options.Time);
    private readonly TokenBucket[] messages =
        [.. Enum.GetValues<PeerChannel>().Order().Select(channel => Bucket(options.Links.Of(channel), options.Time))];
    private TimeSpan pause;

    /// <summary>Takes every whole piece.</summary>
    /// <returns>Null, or how the peer broke the protocol.</returns>
    public string? Consume(ReadOnlySpan<byte> received, out int consumed)
    {
        consumed = 0;
        while (received.Length - consumed >= PieceHeader.Bytes)
        {
            if (PieceHeader.Read(received[consumed..], out PieceHeader header) is { } malformed)
            {
                return malformed;
            }

            if (header.Channel != PieceHeader.KeepAlive && lanes.Of((PeerChannel)header.Channel).Judge(header) is { } tooLong)
            {
                return tooLong;
            }

            int whole = PieceHeader.Bytes + header.Length;
            if (received.Length - consumed < whole)
            {
                break;
            }

            Take(header, received.Slice(consumed + PieceHeader.Bytes, header.Length));
            consumed += whole;
        }

        return null;
    }

    /// <summary>The pause before more is read, after so many bytes were.</summary>
    public TimeSpan Pause(int read)
    {
        TimeSpan longest = Longer(pause, bytes.Take(read));
        pause = TimeSpan.Zero;
        return longest;
    }

    private static TokenBucket Bucket(ChannelLimits limits, TimeProvider time) => new(limits.MessagesPerSecond, limits.MessageBurst, time);

    private static TimeSpan Longer(TimeSpan left, TimeSpan right) => left > right ? left : right;

    private void Take(PieceHeader header, ReadOnlySpan<byte> content)
    {
        // A sign of life costs as much as a vote, so that nobody is kept busy by them.
        PeerChannel channel = header.Channel == PieceHeader.KeepAlive ? PeerChannel.Votes : (PeerChannel)header.Channel;
        if (header.IsLast)
        {
            pause = Longer(pause, messages[(int)channel - 1].Take(1));
        }

        if (header.Channel == PieceHeader.KeepAlive)
        {
            counters.KeptAlive();
        }
        else
        {
            lanes.Of(channel).Add(content, header.IsLast);
        }
    }
}
