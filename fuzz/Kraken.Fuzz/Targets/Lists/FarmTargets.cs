using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Kraken.BlockProof.Stateless;
using Kraken.Farm.Amqp;
using Kraken.Farm.Jobs;
using Kraken.Farm.Objects;
using Kraken.Farm.Witnesses;
using Kraken.Proofs.Checking.Blocks;
using Kraken.Proofs.Ranges;

namespace Kraken.Fuzz.Targets.Lists;

/// <summary>What a farm's queue and store give, which nobody believes, and the addresses of both.</summary>
internal static class FarmTargets
{
    /// <summary>The targets.</summary>
    internal static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new CodecTarget<RangeJob>("range-job", "a job of a farm's queue", InputShape.Json, ReadJob, () => [RangeJobCodec.Encode(Job())])
        {
            Encode = RangeJobCodec.Encode,
        },
        new CodecTarget<EmbeddedEntry>(
            "queue-entry", "a job as a file of the embedded queue", InputShape.Json, input => EmbeddedEntry.Read(input), Entries)
        {
            Encode = entry => entry.ToJson(),
        },
        new CodecTarget<RangeVerdict>(
            "range-verdict", "what became of a job that gave no proof", InputShape.Json, ReadVerdict,
            () => [new RangeVerdict(VerdictKind.Failed, Job().ProgramHash, 6, "no room", 3).ToJson()])
        {
            Encode = verdict => verdict.ToJson(),
        },
        new CodecTarget<RangeWitness>("range-witness", "the witness of a range", InputShape.Binary, ReadWitness, Witnesses)
        {
            Encode = RangeWitnessCodec.Encode,
            IsCanonical = true,
        },
        new CodecTarget<AmqpAddress>(
            "queue-address", "the address of a farm's broker", InputShape.Text, ReadQueue,
            () => [Encoding.UTF8.GetBytes("amqp://user:p%40ss@broker:5672/v%2Fh")]),
        new CodecTarget<S3Address>(
            "store-address", "the address of a farm's store", InputShape.Text, ReadStore,
            () => [Encoding.UTF8.GetBytes("s3://key:s%2Fecret@host:9000/bucket/a/b?tls=false&region=eu")]),
    ];

    private static RangeJob? ReadJob(byte[] input) => RangeJobCodec.TryDecode(input, out RangeJob? job, out _) ? job : null;

    private static RangeWitness? ReadWitness(byte[] input) =>
        RangeWitnessCodec.TryDecode(input, out RangeWitness? witness, out _) ? witness : null;

    private static IEnumerable<byte[]> Entries() =>
        [new EmbeddedEntry(Job(), 2).ToJson(), new EmbeddedEntry(Job(), 0, "no room").ToJson()];

    private static RangeVerdict? ReadVerdict(byte[] input) =>
        RangeVerdict.Read(input, new RangeKey(1, Job().FirstBlock, Job().LastBlock), Job().ProgramHash);

    private static AmqpAddress? ReadQueue(byte[] input) =>
        AmqpAddress.TryParse(Encoding.UTF8.GetString(input), _ => null, out AmqpAddress? address, out _) ? address : null;

    private static S3Address? ReadStore(byte[] input) =>
        S3Address.TryParse(Encoding.UTF8.GetString(input), _ => "environment", out S3Address? address, out _) ? address : null;

    private static RangeJob Job()
    {
        string digest = new('a', 64);
        RangeKey key = new(1, 5, 8);
        return new RangeJob
        {
            Genesis = key.Genesis,
            FirstBlock = key.FirstBlock,
            LastBlock = key.LastBlock,
            WitnessKey = RangeJob.KeyOf(key, digest),
            WitnessSha256 = digest,
            WitnessBytes = 1000,
            ProgramHash = 4711,
            Parameters = "blake2s-96-canonical-small",
            DecidedAt = DateTimeOffset.UnixEpoch,
        };
    }

    private static IEnumerable<byte[]> Witnesses() => StoreTargets.Ranges().Select(file =>
    {
        StatelessRangeCodec.TryDecode(file, out StatelessRange? range, out _);
        BlockBundle rest = new() { Proof = default, Certificate = new byte[] { 1, 2 }, ParentCertificate = new byte[] { 3 } };
        return RangeWitnessCodec.Encode(new RangeWitness(range!, rest with { Ancestors = [range!.Parent] }));
    });
}
