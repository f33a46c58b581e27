using System;
using System.Collections.Generic;
using System.Diagnostics.Metrics;
using System.Linq;
using System.Threading;
using Kraken.Consensus;
using Kraken.Consensus.Engine.Messages;
using Kraken.Node.Configuration;

namespace Kraken.Node.Operating;

/// <summary>
/// Whose votes certificates lack, of blocks since the process began. Certificates are read when somebody asks, so many at a time.
/// </summary>
/// <param name="parts">The running node.</param>
internal sealed class MissedVotes(NodeParts parts)
{
    private const ulong MostAtOnce = 1000;

    private readonly Lock gate = new();
    private readonly Dictionary<ValidatorId, long> missed = parts.Genesis.Validators.ToDictionary(member => member.Id, _ => 0L);
    private ulong read = parts.Height;

    /// <summary>The count of each validator.</summary>
    public IEnumerable<Measurement<long>> Measure()
    {
        lock (gate)
        {
            for (ulong end = Math.Min(parts.Height, read + MostAtOnce); read < end;)
            {
                Note(++read);
            }

            return
            [
                .. parts.Genesis.Validators.Select(member => new Measurement<long>(
                    missed[member.Id], new KeyValuePair<string, object?>("validator", member.Name))),
            ];
        }
    }

    /// <summary>The weight of those who signed the latest block; zero for block 0.</summary>
    public ulong LatestWeight() => Signers(parts.Height) is { } signers
        ? parts.Genesis.Validators.Where(member => signers.Contains(member.Id)).Aggregate(0UL, (sum, member) => sum + member.Weight)
        : 0;

    private void Note(ulong height)
    {
        if (Signers(height) is { } signers)
        {
            foreach (GenesisValidator absent in parts.Genesis.Validators.Where(member => !signers.Contains(member.Id)))
            {
                missed[absent.Id]++;
            }
        }
    }

    private HashSet<ValidatorId>? Signers(ulong height) =>
        parts.Store.Certificate(height) is { } bytes && CertificateCodec.Decode(bytes, parts.Algorithm) is { } certificate
            ? [.. certificate.Statements.Select(signed => signed.Statement.Author)]
            : null;
}
