using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Explorer.Chain;
using Kraken.Explorer.Tables;
using Kraken.Explorer.Web;
using Kraken.Fields;
using Kraken.Proofs.Checking;
using Kraken.Serialization;
using Kraken.Starknet.Blocks;

namespace Kraken.Explorer.Views;

/// <summary>The validators, and who signed the latest blocks.</summary>
/// <param name="From">The lowest block whose certificate was read.</param>
/// <param name="To">The highest one.</param>
/// <param name="IsChecked">Whether signatures were checked by the genesis file.</param>
/// <param name="Certified">How many of the blocks have a certificate without a fault.</param>
/// <param name="Validators">The validators with their votes.</param>
/// <param name="Blocks">The certificates, latest block first.</param>
internal sealed record ValidatorListView(
    ulong From, ulong To, bool IsChecked, int Certified, DataTable Validators, DataTable Blocks)
{
    private static readonly ImmutableArray<TableColumn> Members =
    [
        new("validator", "Validator"), new("weight", "Weight", true), new("votes", "Votes", true), new("missed", "Not in it", true),
        new("proposed", "Proposed", true), new("last_vote", "Last vote", true),
    ];

    private static readonly ImmutableArray<TableColumn> Certificates =
    [
        new("block", "Block", true), new("round", "Round", true), new("votes", "Votes", true), new("signed", "Signed by"),
        new("missing", "Not in it"), new("certificate", "Certificate"),
    ];

    /// <summary>The block with which the next page begins; null on the last.</summary>
    public ulong? Older => From <= 1 ? null : From - 1;

    /// <summary>Reads the certificates of blocks from one down.</summary>
    public static async Task<ValidatorListView> LoadAsync(ExplorerData data, ulong? from, CancellationToken cancellation)
    {
        ulong height = await data.Node.HeightAsync(cancellation).ConfigureAwait(false);
        ulong to = Math.Min(from ?? height, height);
        List<(BlockHeader Header, BlockCertificate Certificate)> read = [];
        ulong number = to;
        for (int i = 0; i < ExplorerLimits.Certificates && number > 0; i++, number--)
        {
            if (await data.Node.KnownHeaderAsync(number, cancellation).ConfigureAwait(false) is not { } header
                || await data.Certificates.ReadAsync(header, cancellation).ConfigureAwait(false) is not { } certificate)
            {
                break;
            }

            read.Add((header, certificate));
        }

        BlockAuthority? authority = data.Certificates.Authority;
        List<(BlockHeader Header, BlockCertificate Certificate)> good = [.. read.Where(item =>
            item.Certificate is { Votes: not null, Problem: null })];
        Felt[] members = authority is not null
            ? [.. authority.Validators.Select(validator => validator.Address)]
            : [.. good.SelectMany(item => item.Certificate.Votes!.Voters).Distinct().Order()];
        string path = Routes.Validators(to);
        return new(
            number + 1,
            to,
            authority is not null,
            good.Count,
            DataTable.Of("validators", "Validators", path, Members, members, member => Row(member, authority, good)),
            DataTable.Of("certificates", "Certificates, latest block first", path, Certificates, read, item =>
                Row(item.Certificate, members, authority)));
    }

    /// <summary>A validator by its name in the genesis file, else by its address.</summary>
    public static TableCell Validator(Felt address, BlockAuthority? authority) => TableCell.Contract(address) with
    {
        Short = authority?.Names.GetValueOrDefault(address) is { } name ? ForeignText.Name(name) : ShortFelt.Of(address),
    };

    private static ImmutableArray<TableCell> Row(
        Felt member, BlockAuthority? authority, List<(BlockHeader Header, BlockCertificate Certificate)> good)
    {
        ulong[] voted = [.. good.Where(item => item.Certificate.Votes!.Voters.Contains(member)).Select(item => item.Header.Number)];
        ulong? weight = authority?.Validators.First(validator => validator.Address == member).Weight;
        return
        [
            Validator(member, authority),
            new TableCell(weight?.ToString(CultureInfo.InvariantCulture) ?? "") { Short = weight is null ? "not known" : null },
            TableCell.Of((ulong)voted.Length),
            TableCell.Of((ulong)(good.Count - voted.Length)),
            TableCell.Of((ulong)good.Count(item => item.Header.SequencerAddress == member)),
            voted.Length == 0 ? TableCell.Empty : TableCell.Block(voted[0]),
        ];
    }

    private static ImmutableArray<TableCell> Row(BlockCertificate certificate, Felt[] members, BlockAuthority? authority)
    {
        ImmutableArray<Felt> voters = certificate.Votes?.Voters ?? [];
        return
        [
            TableCell.Block(certificate.Number),
            certificate.Votes is { } votes ? TableCell.Of((ulong)votes.Round) : TableCell.Empty,
            TableCell.Of((ulong)voters.Length),
            Names(voters, authority),
            Names(certificate.Votes is null ? [] : members.Except(voters), authority),
            Standing(certificate),
        ];
    }

    /// <summary>What is known of a certificate, in a word.</summary>
    public static TableCell Standing(BlockCertificate certificate) => certificate switch
    {
        { Problem: { } problem } => new TableCell(problem) { Tone = "bad" },
        { Votes: null } => new TableCell("none") { Tone = "bad" },
        { IsChecked: true } => new TableCell("signatures checked") { Tone = "good" },
        _ => new TableCell("as the node states"),
    };

    private static TableCell Names(IEnumerable<Felt> members, BlockAuthority? authority)
    {
        Felt[] listed = [.. members];
        return new(string.Join(' ', listed)) { Short = string.Join(", ", listed.Select(member => Validator(member, authority).Shown)) };
    }
}
