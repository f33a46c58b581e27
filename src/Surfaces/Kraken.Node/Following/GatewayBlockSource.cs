using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Feeder;
using Kraken.Feeder.Client;
using Kraken.Fields;
using Kraken.Rpc.Client;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Transactions;
using Kraken.Sync;
using Kraken.Sync.Sources;

namespace Kraken.Node.Following;

/// <summary>
/// A node's blocks by its feeder gateway, with the classes that they declare; what that interface has no place for, the commit certificate,
/// by the JSON-RPC of the same node. One block is fetched while the one before is taken.
/// </summary>
/// <param name="http">The client to use, whose timeout bounds each answer; not disposed here.</param>
/// <param name="address">Where the gateway is and the node behind it.</param>
/// <param name="limits">What is read at most.</param>
/// <param name="maxClassBytes">The most bytes of the classes of a block: those of a block of the chain.</param>
internal sealed class GatewayBlockSource(HttpClient http, SourceAddress address, SyncLimits limits, int maxClassBytes) : IBlockSource
{
    private readonly FeederClient gateway =
        new(http, address.Node, new FeederLimits { MaxBlockBytes = limits.MaxBlockBytes, MaxSmallBytes = limits.MaxRefusalBytes });

    private readonly RpcClient node = new(http, address.Node);

    /// <inheritdoc/>
    public string Name { get; } = address.Given.ToString();

    /// <inheritdoc/>
    public Task<ulong> LatestAsync(CancellationToken cancellation) => AskAsync(
        async () => (await gateway.HeadAsync(cancellation).ConfigureAwait(false)).Number, cancellation);

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourceBlock> BlocksAsync(
        ulong first, int count, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task<SourceBlock?> next = BlockAsync(first, stop.Token);
        try
        {
            for (int given = 1; await next.ConfigureAwait(false) is { } block; given++)
            {
                if (given == count)
                {
                    yield return block;
                    yield break;
                }

                next = BlockAsync(first + (ulong)given, stop.Token);
                yield return block;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Task<SourceBlock?> BlockAsync(ulong number, CancellationToken cancellation) => AskAsync(
        async () =>
        {
            Task<ReadOnlyMemory<byte>> certificate = node.CertificateAsync(new BlockId.ByNumber(number), cancellation);
            FeederBlock? block;
            try
            {
                block = await gateway.BlockAsync(number, cancellation).ConfigureAwait(false);
            }
            catch
            {
                await ((Task)certificate).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw;
            }

            if (block is null)
            {
                await ((Task)certificate).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return null;
            }

            ReadOnlyMemory<byte> signed = await certificate.ConfigureAwait(false);
            ImmutableArray<SierraClass> classes = await ClassesAsync(block.Block, cancellation).ConfigureAwait(false);
            return Counted(new SourceBlock(block.Block, block.Diff, classes, signed) { Bytes = 0 }, number);
        },
        cancellation);

    private async Task<ImmutableArray<SierraClass>> ClassesAsync(Block block, CancellationToken cancellation)
    {
        ImmutableArray<SierraClass>.Builder classes = ImmutableArray.CreateBuilder<SierraClass>();
        long left = maxClassBytes;
        foreach (Felt hash in block.Transactions.OfType<DeclareTransaction>().Select(declare => declare.ClassHash))
        {
            SierraClass sierra = await gateway.ClassAsync(hash, cancellation).ConfigureAwait(false)
                ?? throw new BlockSourceException($"{Name}: block {block.Header.Number} declares class {hash}, which it does not give");

            // Each felt takes a byte at least.
            left -= sierra.SierraProgram.Length + sierra.Abi.Length;
            if (left < 0)
            {
                throw new BlockSourceException(
                    $"{Name}: block {block.Header.Number}: expected classes of at most {maxClassBytes} bytes, got more");
            }

            classes.Add(sierra);
        }

        return classes.ToImmutable();
    }

    // Through the codec of the block protocol, whose bounds and count of memory are those of all sources.
    private SourceBlock Counted(SourceBlock given, ulong number) =>
        BlockCodec.TryDecode(BlockCodec.Encode(given), maxClassBytes, out SourceBlock? block, out string? error)
            ? block
            : throw new BlockSourceException($"{Name}: block {number} is none: {error}");

    private async Task<T> AskAsync<T>(Func<Task<T>> ask, CancellationToken cancellation)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is FeederException or RpcClientException or HttpRequestException or IOException)
        {
            throw new BlockSourceException($"{Name}: {failure.Message}", failure);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new BlockSourceException($"{Name}: nothing came within {http.Timeout.TotalSeconds} s");
        }
    }
}
