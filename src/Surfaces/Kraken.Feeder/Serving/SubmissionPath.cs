using System.Text.Json;
using Kraken.Feeder.Json;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Kraken.Starknet;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Transactions;

namespace Kraken.Feeder.Serving;

/// <summary>Takes transactions in the form of Starknet's gateway, as the JSON-RPC takes them in its own.</summary>
internal sealed class SubmissionPath(ChainId chain, ITransactionSubmitter submitter, FeederLimits limits)
{
    /// <summary>The code of an answer to a transaction that was taken.</summary>
    internal const string Received = "TRANSACTION_RECEIVED";

    internal void Submit(FeederRequest request)
    {
        SubmittedTransaction content = Read(request);
        if (submitter.CheckContent(content) is { } malformed)
        {
            throw SubmissionErrors.Of(malformed);
        }

        SubmittedTransaction submitted = DerivedFields.Compute(content, chain);

        // On a thread that is there to wait for the verdict.
        if (submitter.SubmitAsync(submitted, request.Cancellation).GetAwaiter().GetResult() is { } error)
        {
            throw SubmissionErrors.Of(error);
        }

        Utf8JsonWriter answer = request.Answer;
        answer.WriteStartObject();
        answer.WriteString("code", Received);
        answer.WriteFelt("transaction_hash", submitted.Transaction.Hash);
        switch (submitted.Transaction)
        {
            case DeclareTransaction declare:
                answer.WriteFelt("class_hash", declare.ClassHash);
                break;
            case DeployAccountTransaction deploy:
                answer.WriteFelt("address", deploy.ContractAddress);
                break;
        }

        answer.WriteEndObject();
    }

    private SubmittedTransaction Read(FeederRequest request)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(request.Body);
            RequireVersion(document.RootElement);
            return JsonDecoding.TryDecode(
                document.RootElement,
                node => GatewayTransactionJson.ReadSubmitted(node, limits.MaxProgramBytes),
                out SubmittedTransaction? submitted,
                out DecodeError? error)
                ? submitted
                : throw new FeederException(
                    error.Path.EndsWith("sierra_program", System.StringComparison.Ordinal)
                        ? FeederErrorCode.InvalidProgram
                        : FeederErrorCode.MalformedRequest,
                    error.ToString());
        }
        catch (JsonException exception)
        {
            throw new FeederException(FeederErrorCode.MalformedRequest, $"the body is no JSON: {exception.Message}", exception);
        }
    }

    // Older versions have other members: the version is told first.
    private static void RequireVersion(JsonElement body)
    {
        JsonDecoding decoding = new();
        Felt version = decoding.Root(body)["version"].Felt();
        if (decoding.Error is null && version != (Felt)3)
        {
            throw new FeederException(
                FeederErrorCode.InvalidTransactionVersion, $"Transaction version {version} is not supported. Supported versions: [3].");
        }
    }
}
