using System;
using System.Security.Cryptography;
using Kraken.Farm.Jobs;
using Kraken.Fields;
using Kraken.Proofs.Ranges;

namespace Kraken.Farm.Tests.Jobs;

/// <summary>Jobs whose witness is what <c>ScriptedRangeProver</c> expects: the numbers of the first and the last block.</summary>
internal static class ExampleJob
{
    public static byte[] Witness(ulong first, ulong last) => [(byte)first, (byte)last];

    public static RangeJob Of(ulong first, ulong last, Felt? genesis = null, DateTimeOffset? decidedAt = null)
    {
        RangeKey key = new(genesis ?? 77, first, last);
        byte[] witness = Witness(first, last);
        string digest = Convert.ToHexStringLower(SHA256.HashData(witness));
        return new RangeJob
        {
            Genesis = key.Genesis,
            FirstBlock = first,
            LastBlock = last,
            WitnessKey = RangeJob.KeyOf(key, digest),
            WitnessSha256 = digest,
            WitnessBytes = witness.Length,
            ProgramHash = 99,
            Parameters = "scripted",
            DecidedAt = decidedAt ?? DateTimeOffset.UnixEpoch,
        };
    }
}
