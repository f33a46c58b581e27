using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Consensus.Engine.Keys;
using Kraken.Consensus.Engine.Log;
using Kraken.Consensus.Engine.Messages;
using Xunit;

namespace Kraken.Consensus.Engine.Tests;

/// <summary>Messages between peers and records of the log: one content, one encoding, and no bytes that throw.</summary>
public sealed class CodecLawTests
{
    private const int MaxBlockBytes = 256;

    private static readonly PeerMessageCodec Codec = new(Cluster.Algorithm, MaxBlockBytes);

    [Fact]
    public void EveryKindOfMessageIsReadAsItWasWritten()
    {
        Samples samples = new(1);
        for (int i = 0; i < 300; i++)
        {
            foreach (PeerMessage message in samples.PeerMessages())
            {
                byte[] bytes = Codec.Encode(message);
                Assert.True(Codec.TryDecode(bytes, out PeerMessage? read), $"{message}");
                Assert.Equal(message.GetType(), read!.GetType());
                Assert.Equal(bytes, Codec.Encode(read));
                AssertSame(message, read);
            }
        }
    }

    [Fact]
    public void EveryPrefixAndEveryLongerMessageIsRefused()
    {
        Samples samples = new(2);
        for (int i = 0; i < 20; i++)
        {
            foreach (byte[] bytes in samples.PeerMessages().Select(Codec.Encode))
            {
                for (int length = 0; length < bytes.Length; length++)
                {
                    Assert.False(Codec.TryDecode(bytes.AsSpan(0, length), out PeerMessage? part));
                    Assert.Null(part);
                }

                Assert.False(Codec.TryDecode([.. bytes, 0], out _));
            }
        }
    }

    /// <summary>Whoever passes a message on and changes one bit of it is refused by the codec or by the signature.</summary>
    [Fact]
    public void NoFlippedBitOfWhatIsSignedPasses()
    {
        Samples samples = new(3);
        Authenticity authenticity = new(samples, Cluster.Algorithm, Cluster.Domain);
        for (int i = 0; i < 6; i++)
        {
            foreach (PeerMessage message in samples.PeerMessages())
            {
                Assert.True(authenticity.Holds(message), $"{message}");
                byte[] genuine = Codec.Encode(message);
                for (int bit = 0; bit < 8 * genuine.Length; bit++)
                {
                    byte[] flipped = [.. genuine];
                    flipped[bit / 8] ^= (byte)(1 << (bit % 8));
                    if (Codec.TryDecode(flipped, out PeerMessage? other))
                    {
                        Assert.Equal(flipped, Codec.Encode(other!));
                        Assert.False(IsBelieved(authenticity, message, other!), $"bit {bit} of {message} is not bound by a signature");
                    }
                }
            }
        }
    }

    [Fact]
    public void EveryKindOfRecordIsReadAsItWasWritten()
    {
        Samples samples = new(4);
        for (int i = 0; i < 300; i++)
        {
            foreach (LogRecord record in samples.Records())
            {
                byte[] bytes = record.Encode(Cluster.Algorithm);
                LogRecord? read = LogRecord.Decode(bytes, Cluster.Algorithm, MaxBlockBytes);
                Assert.NotNull(read);
                Assert.Equal(record.GetType(), read.GetType());
                Assert.Equal(bytes, read.Encode(Cluster.Algorithm));
            }
        }
    }

    [Fact]
    public void EveryPrefixAndEveryFlippedRecordIsRefusedOrIsAnother()
    {
        Samples samples = new(5);
        for (int i = 0; i < 10; i++)
        {
            foreach (byte[] bytes in samples.Records().Select(record => record.Encode(Cluster.Algorithm)))
            {
                for (int length = 0; length < bytes.Length; length++)
                {
                    Assert.Null(LogRecord.Decode(bytes.AsSpan(0, length), Cluster.Algorithm, MaxBlockBytes));
                }

                Assert.Null(LogRecord.Decode([.. bytes, 0], Cluster.Algorithm, MaxBlockBytes));
                for (int bit = 0; bit < 8 * bytes.Length; bit++)
                {
                    byte[] flipped = [.. bytes];
                    flipped[bit / 8] ^= (byte)(1 << (bit % 8));
                    if (LogRecord.Decode(flipped, Cluster.Algorithm, MaxBlockBytes) is { } other)
                    {
                        Assert.Equal(flipped, other.Encode(Cluster.Algorithm));
                    }
                }
            }
        }
    }

    [Fact]
    public void EveryFlippedCertificateIsRefusedOrProvesNothing()
    {
        Samples samples = new(6);
        Authenticity authenticity = new(samples, Cluster.Algorithm, Cluster.Domain);
        Committee committee = new(Enumerable.Range(1, 4).Select(index => (Samples.Validator(2 * index), 1UL)));
        byte[] genuine = CertificateCodec.Encode(Cluster.Algorithm, samples.Certificate(3));
        Assert.True(authenticity.Proves(CertificateCodec.Decode(genuine, Cluster.Algorithm)!, committee));
        for (int bit = 0; bit < 8 * genuine.Length; bit++)
        {
            byte[] flipped = [.. genuine];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(CertificateCodec.Decode(flipped, Cluster.Algorithm) is { } other && authenticity.Proves(other, committee),
                $"bit {bit}");
        }

        for (int length = 0; length < genuine.Length; length++)
        {
            Assert.Null(CertificateCodec.Decode(genuine.AsSpan(0, length), Cluster.Algorithm));
        }
    }

    [Fact]
    public void AStepOfTheGuardIsReadAsItWasWrittenAndNothingElseIs()
    {
        SignedStep step = new(new StatementSlot(12, 3, 1), new string('a', 64));
        string text = step.ToText();
        Assert.Equal(step, SignedStep.Parse(text));
        for (int length = 0; length < text.Length - 1; length++)
        {
            Assert.Null(SignedStep.Parse(text[..length]));
        }

        foreach (string other in (string[])["-1 3 1 ", "12 -3 1 ", "12 3 256 ", "12 3  1 ", " 12 3 1 ", "18446744073709551616 3 1 ",
            "12 2147483648 1 "])
        {
            Assert.Null(SignedStep.Parse(other + step.Content));
        }

        Assert.Null(SignedStep.Parse(text + text));
    }

    private static bool IsBelieved(Authenticity authenticity, PeerMessage genuine, PeerMessage other) => (genuine, other) switch
    {
        // The block of a decision is bound by its hash, which the application computes.
        (PeerMessage.Decided one, PeerMessage.Decided two) => authenticity.Holds(other) && !IsSameCertificate(one.Block, two.Block),
        (_, PeerMessage.Consensus or PeerMessage.Decided) => authenticity.Holds(other),
        _ => false,
    };

    private static bool IsSameCertificate(CertifiedBlock one, CertifiedBlock two) =>
        CertificateCodec.Encode(Cluster.Algorithm, one.Certificate).AsSpan().SequenceEqual(
            CertificateCodec.Encode(Cluster.Algorithm, two.Certificate));

    private static void AssertSame(PeerMessage expected, PeerMessage actual)
    {
        switch (expected, actual)
        {
            case (PeerMessage.Consensus one, PeerMessage.Consensus two):
                Assert.Equal(StatementsOf(one.Message.Statements), StatementsOf(two.Message.Statements));
                Assert.Equal(one.Message.Carried?.Bytes.ToArray(), two.Message.Carried?.Bytes.ToArray());
                break;
            case (PeerMessage.Decided one, PeerMessage.Decided two):
                Assert.Equal(StatementsOf(one.Block.Certificate.Statements), StatementsOf(two.Block.Certificate.Statements));
                Assert.Equal(one.Block.Bytes.ToArray(), two.Block.Bytes.ToArray());
                break;
            default:
                Assert.Equal(expected, actual);
                break;
        }
    }

    private static IEnumerable<(Statement Statement, string Signature)> StatementsOf(IReadOnlyList<SignedStatement> statements) =>
        statements.Select(signed => (signed.Statement, Convert.ToHexString(signed.Signature.Span)));
}
