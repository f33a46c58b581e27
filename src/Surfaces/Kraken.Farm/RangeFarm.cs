using System.IO;
using Kraken.Farm.Jobs;
using Kraken.Farm.Objects;
using Kraken.Farm.Witnesses;
using Kraken.Proofs.Ranges;

namespace Kraken.Farm;

/// <summary>Where a planner of ranges and its workers meet.</summary>
/// <param name="Queue">The jobs.</param>
/// <param name="Witnesses">What they are made of.</param>
/// <param name="Proofs">What comes of them.</param>
public sealed record RangeFarm(IRangeJobQueue Queue, WitnessStore Witnesses, IRangeProofStore Proofs)
{
    /// <summary>That of one process, in folders.</summary>
    /// <param name="data">The folder of jobs and witnesses.</param>
    /// <param name="proofs">The folder of the proof store.</param>
    public static RangeFarm Embedded(string data, string proofs) => new(
        new EmbeddedJobQueue(Path.Combine(data, "jobs")),
        new WitnessStore(new FileObjects(Path.Combine(data, "objects"))),
        new RangeProofStore(proofs));
}
