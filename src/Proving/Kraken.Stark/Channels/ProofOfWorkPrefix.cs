namespace Kraken.Stark.Channels;

/// <summary>What tells the hash of a proof of work from other hashes over the same digest, in every channel.</summary>
internal static class ProofOfWorkPrefix
{
    public const uint Word = 0x12345678;
}
