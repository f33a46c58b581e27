using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Rpc.Limits;
using Kraken.Serialization;
using Microsoft.AspNetCore.Http;

namespace Kraken.Rpc.Blocks;

/// <summary>
/// Blocks for followers: GET /blocks?from=N&amp;count=K answers the latest height, 8 bytes, then up to K blocks as they are in the store,
/// each behind its length in 4 bytes, all little-endian; GET /blocks/genesis the genesis file. Read in pieces, so that a slow client holds
/// one.
/// </summary>
/// <param name="backend">The node.</param>
/// <param name="service">Lends threads and memory.</param>
/// <param name="options">The bounds.</param>
internal sealed class BlockEndpoint(RpcBackend backend, RpcService service, RpcOptions options)
{
    private const int SentBytes = 64 << 10;

    private readonly BlockServingLimits limits = options.Blocks;
    private readonly CountShares answers = new(options.Blocks.MaxAnswers, options.Blocks.MaxClientAnswers);

    /// <summary>Whether a path is served.</summary>
    internal static bool Has(string path) => path is "/blocks" or "/blocks/genesis";

    /// <summary>Answers a request.</summary>
    internal async Task ServeAsync(HttpContext context, string client)
    {
        if (backend.EncodedBlock is not { } encoded)
        {
            await RefuseAsync(context, StatusCodes.Status404NotFound, "this node serves no blocks").ConfigureAwait(false);
            return;
        }

        if (context.Request.Path.Value!.TrimEnd('/') != "/blocks")
        {
            await SendGenesisAsync(context).ConfigureAwait(false);
            return;
        }

        if (FindProblem(context.Request.Query, limits.MaxBlocks, out ulong from, out int count) is { } problem)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, problem).ConfigureAwait(false);
            return;
        }

        if (answers.Take(client) is { } bound)
        {
            string busy = $"server busy: there are {bound} answers of blocks to one address, or to all";
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, busy).ConfigureAwait(false);
            return;
        }

        try
        {
            await StreamAsync(context, client, new Reading(encoded, from, count)).ConfigureAwait(false);
        }
        catch (ServerBusyException refusal) when (!context.Response.HasStarted)
        {
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, refusal.Message).ConfigureAwait(false);
        }
        catch (ServerBusyException)
        {
            // An answer that is cut off is no end of the chain: the connection breaks in the middle.
            context.Abort();
        }
        finally
        {
            answers.Return(client);
        }
    }

    /// <summary>Reads which blocks are asked for.</summary>
    /// <param name="query">What stands in the address.</param>
    /// <param name="maxBlocks">The most blocks of an answer.</param>
    /// <param name="from">The first height.</param>
    /// <param name="count">How many, 0 to <paramref name="maxBlocks"/>.</param>
    /// <returns>What is wrong with it; null for nothing.</returns>
    internal static string? FindProblem(IQueryCollection query, int maxBlocks, out ulong from, out int count)
    {
        ulong? first = WholeNumber.Read(query["from"]);
        ulong? wanted = WholeNumber.Read(query["count"]);
        from = first ?? 0;
        count = wanted <= (ulong)maxBlocks ? (int)wanted.Value : 0;
        return first is null ? $"from: expected the number of a block, got '{query["from"]}'"
            : wanted is null || wanted > (ulong)maxBlocks ? $"count: expected 0 to {maxBlocks} blocks, got '{query["count"]}'"
            : null;
    }

    private static async Task RefuseAsync(HttpContext context, int status, string reason)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(reason, context.RequestAborted).ConfigureAwait(false);
    }

    private async Task SendGenesisAsync(HttpContext context)
    {
        if (backend.GenesisFile.IsEmpty)
        {
            await RefuseAsync(context, StatusCodes.Status404NotFound, "this node serves no genesis file").ConfigureAwait(false);
            return;
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = backend.GenesisFile.Length;
        await context.Response.Body.WriteAsync(backend.GenesisFile, context.RequestAborted).ConfigureAwait(false);
    }

    private async Task StreamAsync(HttpContext context, string client, Reading reading)
    {
        using CancellationTokenSource sending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        context.Response.ContentType = "application/octet-stream";
        long began = Stopwatch.GetTimestamp();
        long sent = 0;
        do
        {
            ReadOnlyMemory<byte> piece = await service.RunAsync(
                RequestLoad.Light,
                client,
                () => reading.Next(limits.PieceBytes, sent == 0 ? backend.Chain.Latest?.Number ?? 0 : null),
                sending.Token).ConfigureAwait(false);
            using IDisposable held = service.Answers.Lend(client, piece.Length, sending);
            for (int at = 0; at < piece.Length; at += SentBytes)
            {
                sending.CancelAfter(options.PieceTimeout);
                ReadOnlyMemory<byte> part = piece.Slice(at, Math.Min(SentBytes, piece.Length - at));
                await context.Response.Body.WriteAsync(part, sending.Token).ConfigureAwait(false);
            }

            sending.CancelAfter(Timeout.InfiniteTimeSpan);
            sent += piece.Length;
        }
        while (!reading.IsAtEnd && sent < limits.MaxAnswerBytes && Stopwatch.GetElapsedTime(began) < limits.AnswerTime);
    }

    /// <summary>Successive blocks, read piece by piece.</summary>
    private sealed class Reading(Func<ulong, ReadOnlyMemory<byte>?> encoded, ulong from, int count)
    {
        private ulong next = from;
        private int left = count;

        /// <summary>Whether nothing more is asked for, or there is nothing more.</summary>
        internal bool IsAtEnd => left == 0;

        /// <summary>The next blocks, up to the one that passes so many bytes; the latest height before them where it is given.</summary>
        internal ReadOnlyMemory<byte> Next(int bytes, ulong? latest)
        {
            ArrayBufferWriter<byte> piece = new();
            if (latest is { } height)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(piece.GetSpan(sizeof(ulong)), height);
                piece.Advance(sizeof(ulong));
            }

            while (left > 0 && piece.WrittenCount < bytes)
            {
                if (encoded(next) is not { } block)
                {
                    left = 0;
                    break;
                }

                BinaryPrimitives.WriteInt32LittleEndian(piece.GetSpan(sizeof(int)), block.Length);
                piece.Advance(sizeof(int));
                piece.Write(block.Span);
                left--;
                next++;
            }

            return piece.WrittenMemory;
        }
    }
}
