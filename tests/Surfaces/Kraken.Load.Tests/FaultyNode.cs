using System;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Rpc;
using Kraken.Starknet.Json;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Load.Tests;

/// <summary>What happens to the answer of a submission.</summary>
internal enum AnswerFault
{
    /// <summary>It arrives.</summary>
    None,

    /// <summary>The node takes the transaction, and the client's time is over before the answer comes.</summary>
    LostAnswer,

    /// <summary>The node never sees the transaction, and the client's time is over.</summary>
    LostRequest,

    /// <summary>The node takes the transaction and says that the request took too long.</summary>
    TimedOut,

    /// <summary>The node says that it took the transaction, and passes it on to nobody.</summary>
    Swallowed,

    /// <summary>The node has too much to do and never looks at the transaction.</summary>
    Busy,
}

/// <summary>A node behind an HTTP client, with faults on the way of submissions.</summary>
internal sealed class FaultyNode(FakeChain chain) : HttpMessageHandler
{
    private readonly RpcService service = new(new RpcBackend { Chain = chain, Submitter = chain }, new RpcOptions());
    private int submissions;
    private int readings;

    /// <summary>The fault of the k-th submission, counted from 1.</summary>
    public Func<int, AnswerFault> Fault { get; set; } = _ => AnswerFault.None;

    /// <summary>Awaited before a submission is looked at.</summary>
    public Func<Task> Before { get; set; } = () => Task.CompletedTask;

    /// <summary>Awaited before the k-th question for a block with receipts is answered, counted from 1.</summary>
    public Func<int, Task> BeforeBlock { get; set; } = _ => Task.CompletedTask;

    /// <summary>An error code for questions about the block that is being decided; 0 to answer them.</summary>
    public int PreConfirmedError { get; set; }

    public int Submissions => submissions;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        byte[] body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
        string text = Encoding.UTF8.GetString(body);
        bool isSubmission = text.Contains("starknet_addInvokeTransaction", StringComparison.Ordinal);
        AnswerFault fault = isSubmission ? Fault(Interlocked.Increment(ref submissions)) : AnswerFault.None;
        if (isSubmission)
        {
            await Before();
        }

        if (text.Contains("starknet_getBlockWithReceipts", StringComparison.Ordinal))
        {
            await BeforeBlock(Interlocked.Increment(ref readings));
        }

        if (PreConfirmedError != 0 && text.Contains("\"pre_confirmed\"", StringComparison.Ordinal))
        {
            return Answer(Encoding.UTF8.GetBytes(
                $$$"""{"jsonrpc":"2.0","id":1,"error":{"code":{{{PreConfirmedError}}},"message":"no such block"}}"""));
        }

        if (fault == AnswerFault.Swallowed)
        {
            JsonElement transaction = JsonDocument.Parse(body).RootElement.GetProperty("params").GetProperty("invoke_transaction");
            Assert.True(TransactionJson.TryDecodeSubmitted(transaction, chain.ChainId, out SubmittedTransaction? submitted, out _));
            return Answer(Encoding.UTF8.GetBytes(
                $$$"""{"jsonrpc":"2.0","id":1,"result":{"transaction_hash":"{{{submitted.Transaction.Hash}}}"}}"""));
        }

        if (fault == AnswerFault.LostRequest)
        {
            throw new TaskCanceledException("the request timed out");
        }

        if (fault == AnswerFault.Busy)
        {
            return Answer("""{"jsonrpc":"2.0","id":1,"error":{"code":-32005,"message":"Server busy","data":"server busy: 64 requests wait"}}"""u8.ToArray());
        }

        ReadOnlyMemory<byte> answer = await service.HandleAsync(body, cancellationToken);
        return fault switch
        {
            AnswerFault.LostAnswer => throw new TaskCanceledException("the request timed out"),
            AnswerFault.TimedOut => Answer("""{"jsonrpc":"2.0","id":1,"error":{"code":-32603,"message":"Internal error","data":"the request took too long"}}"""u8.ToArray()),
            _ => Answer(answer.ToArray()),
        };
    }

    private static HttpResponseMessage Answer(byte[] content) => new(HttpStatusCode.OK) { Content = new ByteArrayContent(content) };
}
