using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Text.Json;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Kraken.Starknet.Json;
using Kraken.Starknet.Transactions;

namespace Kraken.Load.Presigned;

/// <summary>The signed transactions of one account, read one by one as they are sent.</summary>
internal sealed class PresignedLane(PresignedAccount account, LineReader lines)
{
    private const int MaxKind = 20;

    private int taken;

    /// <summary>The next transaction with its kind; false after the last.</summary>
    /// <exception cref="InvalidDataException">The line is none of the account's next transaction.</exception>
    public bool TryNext([NotNullWhen(true)] out SubmittedTransaction? signed, out LoadKind kind)
    {
        (signed, kind) = (null, default);
        if (taken == account.Count)
        {
            return false;
        }

        ulong nonce = account.FirstNonce + (ulong)taken++;
        using JsonDocument document = Parse(lines);
        if (!JsonDecoding.TryDecode(document.RootElement, Read, out Line? line, out DecodeError? error))
        {
            throw new InvalidDataException($"the signed transaction before byte {lines.Position} is malformed: {error}");
        }

        (signed, kind) = (line!.Signed, line.Kind);
        return signed.Transaction.Sender == account.Address && signed.Nonce == nonce
            ? true
            : throw new InvalidDataException(
                $"expected nonce {nonce} of {account.Address} before byte {lines.Position}, "
                + $"got nonce {signed.Nonce} of {signed.Transaction.Sender}");
    }

    private static JsonDocument Parse(LineReader lines)
    {
        try
        {
            return JsonDocument.Parse(lines.Next());
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"the line before byte {lines.Position} is no JSON: {error.Message}", error);
        }
    }

    // The hash is taken as it stands, for hashing is what was done before: a node computes its own, and it is compared with that.
    private static Line Read(JsonNode node)
    {
        Felt hash = node["hash"].Felt();
        SubmittedTransaction content = TransactionJson.ReadContent(node["transaction"]);
        LoadKind? kind = KindWeights.KindNamed(node["kind"].Text(MaxKind));
        if (kind is null)
        {
            node["kind"].Fail("a kind of transaction");
        }

        return new Line(content with { Transaction = content.Transaction with { Hash = hash } }, kind ?? default);
    }

    private sealed record Line(SubmittedTransaction Signed, LoadKind Kind);
}
