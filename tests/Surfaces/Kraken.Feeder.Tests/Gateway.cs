using System;
using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Threading;
using Kraken.Feeder.Serving;
using Kraken.Rpc.Tests;
using Xunit;

namespace Kraken.Feeder.Tests;

/// <summary>The gateways over the recorded chain, without a transport.</summary>
internal sealed class Gateway
{
    public Gateway(FeederLimits? limits = null, bool runs = false)
    {
        Backend = new()
        {
            Chain = Chain,
            Submitter = Submitter,
            Executor = runs ? new RecordedExecutor(Chain) : null,
            Signer = BlockSigner.FromSecret("tests"u8),
            FeeToken = 0x4718,
        };
        Service = new(Backend, limits ?? new());
    }

    public RecordedChain Chain { get; } = new();

    public RecordedSubmitter Submitter { get; } = new();

    public FeederBackend Backend { get; }

    public FeederService Service { get; }

    /// <summary>The answer to a question such as "get_block?blockNumber=1".</summary>
    public JsonElement Ask(string question)
    {
        int mark = question.IndexOf('?', StringComparison.Ordinal);
        return Send($"/feeder_gateway/{(mark < 0 ? question : question[..mark])}", mark < 0 ? "" : question[mark..], "");
    }

    /// <summary>The answer to a transaction.</summary>
    public JsonElement Add(string transaction) => Send("/gateway/add_transaction", "", transaction);

    /// <summary>The code of the refusal of a question.</summary>
    public string Refusal(string question) => Assert.Throws<FeederException>(() => Ask(question)).Code;

    private JsonElement Send(string path, string query, string body)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter writer = new(buffer);
        FeederPath found = Service.Find(path) ?? throw new InvalidOperationException(path);
        found.Answer(query, Encoding.UTF8.GetBytes(body), writer, CancellationToken.None);
        writer.Flush();
        return JsonDocument.Parse(buffer.WrittenMemory).RootElement;
    }
}
