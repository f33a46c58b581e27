using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Explorer.Chain;
using Kraken.Explorer.Events;
using Kraken.Fields;
using Kraken.Rpc.Client;

namespace Kraken.Explorer.Tokens;

/// <summary>
/// The contracts that emitted transfers, from block 0 on: each visit goes on with the search where the last one stopped, within
/// <see cref="ExplorerLimits.TokenCalls"/> calls. Safe for several threads, one of which searches at a time.
/// </summary>
internal sealed class TokenCatalog(NodeReader node, TokenReader tokens) : IDisposable
{
    private readonly SemaphoreSlim searching = new(1, 1);
    private readonly HashSet<Felt> candidates = [];
    private readonly Queue<Felt> unread = [];
    private readonly Dictionary<Felt, TokenFacts> found = [];
    private volatile IReadOnlyList<TokenFacts> known = [];
    private ulong next;
    private ulong highest;
    private string? token;
    private ulong tokenTo;
    private long transfers;

    /// <summary>The tokens of the last visit, without a search.</summary>
    public IReadOnlyList<TokenFacts> Known => known;

    /// <summary>The tokens found so far, after going on with the search.</summary>
    public async Task<TokenList> ListAsync(CancellationToken cancellation)
    {
        await searching.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            ulong height = await node.HeightAsync(cancellation).ConfigureAwait(false);
            if (height < highest)
            {
                Forget();
            }

            highest = height;
            await AdvanceAsync(height, cancellation).ConfigureAwait(false);
            for (int i = 0; i < ExplorerLimits.TokenCandidates && unread.TryDequeue(out Felt address); i++)
            {
                if (await tokens.ReadAsync(address, cancellation).ConfigureAwait(false) is { } facts)
                {
                    found[address] = facts;
                }
            }

            Felt fees = (await tokens.FeeTokenAsync(cancellation).ConfigureAwait(false)).Address;
            List<TokenFacts> list = [.. found.Values.Where(facts => facts.Address != fees)];
            if (await tokens.ReadAsync(fees, cancellation).ConfigureAwait(false) is { } paid)
            {
                list.Insert(0, paid);
            }

            known = list;
            return new(list, token is not null || next == 0 ? next : next - 1, height, transfers);
        }
        finally
        {
            searching.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => searching.Dispose();

    private void Forget()
    {
        candidates.Clear();
        unread.Clear();
        found.Clear();
        (next, token, tokenTo, transfers) = (0, null, 0, 0);
    }

    private async Task AdvanceAsync(ulong height, CancellationToken cancellation)
    {
        EventWish wish = EventWish.Named(null, TokenReader.Transfer);
        for (int calls = 0; calls < ExplorerLimits.TokenCalls && next <= height; calls++)
        {
            // A row of pages is bound to its last block.
            tokenTo = token is null ? height : tokenTo;
            EventPage page = await node.EventsAsync(wish, next, tokenTo, token, cancellation).ConfigureAwait(false);
            foreach (EmittedEvent happened in page.Events)
            {
                transfers++;
                if (candidates.Count < ExplorerLimits.Tokens && candidates.Add(happened.Event.FromAddress))
                {
                    unread.Enqueue(happened.Event.FromAddress);
                }
            }

            token = page.Token;
            if (token is null)
            {
                next = tokenTo + 1;
            }
        }
    }
}
