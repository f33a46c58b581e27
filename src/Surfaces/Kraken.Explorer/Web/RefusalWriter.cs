using System;
using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Kraken.Explorer.Web;

/// <summary>What a connection sends, of which an empty refusal is replaced by one with a page. Used by one thread at a time.</summary>
/// <param name="inner">Sends.</param>
internal sealed class RefusalWriter(PipeWriter inner, ReadOnlyMemory<byte> page) : PipeWriter
{
    private ArrayBufferWriter<byte>? refusal;
    private bool hasBody;

    private static ReadOnlySpan<byte> Empty => "Content-Length: 0\r\n"u8;

    /// <inheritdoc/>
    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    /// <inheritdoc/>
    public override long UnflushedBytes => inner.UnflushedBytes + (refusal?.WrittenCount ?? 0);

    private IBufferWriter<byte> Target => refusal ?? (IBufferWriter<byte>)inner;

    /// <summary>What is written until the next flush is an empty refusal.</summary>
    /// <param name="withBody">Whether the page is sent; its headers are.</param>
    public void ReplaceNext(bool withBody)
    {
        refusal = new();
        hasBody = withBody;
    }

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0) => Target.GetMemory(sizeHint);

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0) => Target.GetSpan(sizeHint);

    /// <inheritdoc/>
    public override void Advance(int bytes) => Target.Advance(bytes);

    /// <inheritdoc/>
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        WriteRefusal();
        return inner.FlushAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null)
    {
        WriteRefusal();
        inner.Complete(exception);
    }

    private void WriteRefusal()
    {
        if (refusal is not { WrittenCount: > 0 } held)
        {
            return;
        }

        refusal = null;
        ReadOnlySpan<byte> answer = held.WrittenSpan;
        int place = answer.IndexOf(Empty);
        if (place < 0)
        {
            inner.Write(answer);
            return;
        }

        inner.Write(answer[..place]);
        inner.Write(Encoding.ASCII.GetBytes(Headers()));
        inner.Write(answer[(place + Empty.Length)..]);
        if (hasBody)
        {
            inner.Write(page.Span);
        }
    }

    private string Headers()
    {
        IHeaderDictionary headers = new HeaderDictionary();
        headers.ContentType = PageRenderer.Html;
        headers.ContentLength = page.Length;
        headers.CacheControl = "no-store";
        SecurityHeaders.Add(headers);
        StringBuilder text = new();
        foreach ((string name, StringValues value) in headers)
        {
            text.Append(name).Append(": ").Append(value.ToString()).Append("\r\n");
        }

        return text.ToString();
    }
}
