using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.Net;
using System.Net.Http;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace Kraken.Sync.Sources;

/// <summary>
/// A node's blocks by HTTP: <c>GET blocks?from=N&amp;count=K</c> answers the node's height, 8 bytes, then blocks of
/// <see cref="BlockCodec"/>, each behind its length in 4 bytes, all little-endian.
/// </summary>
/// <param name="http">The client to use, which follows no redirections; not disposed here.</param>
/// <param name="address">The node's address, such as http://127.0.0.1:5050.</param>
/// <param name="limits">What is read and waited for at most.</param>
/// <param name="maxClassBytes">The most bytes of the classes of a block: those of a block of the chain.</param>
public sealed class HttpBlockSource(HttpClient http, Uri address, SyncLimits limits, int maxClassBytes) : IBlockSource
{
    private const int HeadBytes = sizeof(ulong);

    /// <inheritdoc/>
    public string Name { get; } = address.ToString();

    /// <inheritdoc/>
    public async Task<ulong> LatestAsync(CancellationToken cancellation)
    {
        using Answer answer = await AskAsync("blocks?from=0&count=0", cancellation).ConfigureAwait(false);
        return await HeightAsync(answer).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourceBlock> BlocksAsync(
        ulong first, int count, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string path = string.Create(CultureInfo.InvariantCulture, $"blocks?from={first}&count={count}");
        using Answer answer = await AskAsync(path, cancellation).ConfigureAwait(false);
        await HeightAsync(answer).ConfigureAwait(false);
        byte[] length = new byte[sizeof(int)];
        for (int read = 0; read < count; read++)
        {
            int had = await answer.ReadAsync(length, mayEnd: true).ConfigureAwait(false);
            if (had == 0)
            {
                yield break;
            }

            int size = BinaryPrimitives.ReadInt32LittleEndian(length);
            if (size < 0 || size > limits.MaxBlockBytes)
            {
                throw new BlockSourceException(
                    $"{Name}: expected a block of at most {limits.MaxBlockBytes} bytes, got one of {(uint)size}");
            }

            yield return Decode(await answer.ReadLongAsync(size).ConfigureAwait(false), first + (ulong)read);
        }
    }

    /// <summary>The genesis file that the node serves, as bytes that nobody checked.</summary>
    /// <param name="maxBytes">The most bytes.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="BlockSourceException">It serves none, or a longer one.</exception>
    public async Task<byte[]> GenesisFileAsync(int maxBytes, CancellationToken cancellation)
    {
        using Answer answer = await AskAsync("blocks/genesis", cancellation).ConfigureAwait(false);
        return await answer.ReadToEndAsync(maxBytes).ConfigureAwait(false);
    }

    private SourceBlock Decode(byte[] bytes, ulong number) =>
        BlockCodec.TryDecode(bytes, maxClassBytes, out SourceBlock? block, out string? error)
            ? block
            : throw new BlockSourceException($"{Name}: block {number} is none: {error}");

    private async Task<ulong> HeightAsync(Answer answer)
    {
        byte[] head = new byte[HeadBytes];
        await answer.ReadAsync(head, mayEnd: false).ConfigureAwait(false);
        return BinaryPrimitives.ReadUInt64LittleEndian(head);
    }

    private async Task<Answer> AskAsync(string path, CancellationToken cancellation)
    {
        Answer answer = new(Name, limits.AnswerTime, cancellation);
        try
        {
            // Without a slash at its end the last part of the address would be replaced.
            Uri place = new(address.AbsoluteUri.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/"), path);
            await answer.OpenAsync(http, place).ConfigureAwait(false);
            if (answer.Status != HttpStatusCode.OK)
            {
                byte[] text = await answer.ReadToEndAsync(limits.MaxRefusalBytes).ConfigureAwait(false);
                throw new BlockSourceException($"{Name} answers {(int)answer.Status}: {Encoding.UTF8.GetString(text)}");
            }

            return answer;
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }
}
