using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Explorer.Chain;
using Kraken.Explorer.Tokens;
using Kraken.Explorer.Web;
using Kraken.Fields;
using Kraken.Serialization;
using Kraken.Starknet.Blocks;

namespace Kraken.Explorer.Search;

/// <summary>Finds the pages that a search means: what is called exactly so, else what is named so or begins so.</summary>
internal sealed class SearchResolver(ExplorerData data)
{
    /// <summary>Searches.</summary>
    /// <param name="text">What stands in the search field.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<SearchOutcome> FindAsync(string? text, CancellationToken cancellation)
    {
        SearchQuery query = SearchQuery.ParseField(text);
        if (await ExactAsync(query, cancellation).ConfigureAwait(false) is { } exact)
        {
            return new(text ?? "", [exact], null);
        }

        List<SearchHit> hits = [];
        if (query.Text.Length > 0)
        {
            AddNamed(query, hits);
        }

        ulong? from = query.Prefix.Length == 0
            ? null
            : await RecentHashes.AddAsync(data, query, hits, cancellation).ConfigureAwait(false);
        return new(text ?? "", [.. hits.DistinctBy(hit => hit.Path).Take(ExplorerLimits.SearchResults)], from);
    }

    private async Task<SearchHit?> ExactAsync(SearchQuery query, CancellationToken cancellation)
    {
        if (query.Kind is "" or "block" && query.Number is { } number
            && number <= await data.Node.HeightAsync(cancellation).ConfigureAwait(false))
        {
            return Block(number);
        }

        if (query.Kind is "" or "block" && query.Text == "latest")
        {
            return Block(await data.Node.HeightAsync(cancellation).ConfigureAwait(false));
        }

        return query.Felt is { } felt ? await ExactAsync(query.Kind, felt, cancellation).ConfigureAwait(false) : null;
    }

    private static SearchHit Block(ulong number) => new("block", number.ToString(CultureInfo.InvariantCulture), Routes.Block(number));

    private async Task<SearchHit?> ExactAsync(string kind, Felt felt, CancellationToken cancellation)
    {
        if (kind is "" or "transaction" && await data.Node.StatusAsync(felt, cancellation).ConfigureAwait(false) is not null)
        {
            return new("transaction", felt.ToString(), Routes.Transaction(felt));
        }

        if (kind is "" or "block"
            && await data.Node.HeaderAsync(new BlockId.ByHash(felt), cancellation).ConfigureAwait(false) is { } header)
        {
            return Block(header.Number);
        }

        if (kind is "token" && await data.Token.ReadAsync(felt, cancellation).ConfigureAwait(false) is not null)
        {
            return new("token", felt.ToString(), Routes.Token(felt));
        }

        if (kind is "" or "contract"
            && await data.Node.ClassHashAtAsync(BlockId.Latest, felt, cancellation).ConfigureAwait(false) is not null)
        {
            return new("contract", felt.ToString(), Routes.Contract(felt));
        }

        return kind is "" or "class" && await data.Classes.ClassAsync(felt, cancellation).ConfigureAwait(false) is not null
            ? new("class", felt.ToString(), Routes.Class(felt))
            : null;
    }

    private void AddNamed(SearchQuery query, List<SearchHit> hits)
    {
        if (query.Kind is "" or "contract")
        {
            hits.AddRange(KnownContracts.All
                .Where(known => known.Name.Contains(query.Text, StringComparison.OrdinalIgnoreCase))
                .Select(known => new SearchHit("contract", known.Name, Routes.Contract(known.Address), known.Address.ToString())));
            hits.AddRange((data.Certificates.Authority?.Names ?? new Dictionary<Felt, string>())
                .Where(validator => validator.Value.Contains(query.Text, StringComparison.OrdinalIgnoreCase))
                .Select(validator =>
                    new SearchHit("contract", ForeignText.Name(validator.Value), Routes.Contract(validator.Key), "validator")));
        }

        if (query.Kind is "" or "token")
        {
            hits.AddRange(data.Tokens.Known.Where(token => Names(token, query.Text))
                .Select(token => new SearchHit("token", token.Title, Routes.Token(token.Address), ForeignText.Name(token.Name))));
        }
    }

    private static bool Names(TokenFacts token, string text) =>
        token.Name.Contains(text, StringComparison.OrdinalIgnoreCase) || token.Symbol.Contains(text, StringComparison.OrdinalIgnoreCase);
}
