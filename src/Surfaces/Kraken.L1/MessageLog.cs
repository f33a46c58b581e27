using System;
using System.Buffers;
using System.Collections.Immutable;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Kraken.Starknet;
using Kraken.Starknet.Transactions;

namespace Kraken.L1;

/// <summary>
/// The log of a message to L2, as eth_getLogs gives it: LogMessageToL2(address indexed from, uint256 indexed to, uint256 indexed selector,
/// uint256[] payload, uint256 nonce, uint256 fee) of Starknet's messaging contract.
/// </summary>
/// <param name="chain">The chain whose transaction hashes are computed.</param>
/// <param name="contract">The messaging contract.</param>
/// <param name="maxCalldata">The most felts of a handler's calldata, the sender included.</param>
internal sealed class MessageLog(ChainId chain, Felt contract, int maxCalldata)
{
    /// <summary>The Keccak-256 of the event's signature.</summary>
    internal const string Topic = "0xdb80dd488acf86d17c747445b0eabb5d57c541d3bd7b6b87af987858e5066b2b";

    private const int Topics = 4;
    private const int HashLength = 66;
    private const int Word = 32;

    // Where the payload stands, nonce, fee, length of the payload.
    private const int HeadWords = 4;
    private const int PayloadPlace = 3 * Word;

    /// <summary>Reads a log; fails where it is none of the event's by the contract in the blocks that were asked for.</summary>
    /// <param name="node">The log.</param>
    /// <param name="first">The first block that was asked for.</param>
    /// <param name="maxLength">The most characters of its data.</param>
    /// <returns>Null for a message that no chain can consume: too long, of words that are no felts, or free of charge.</returns>
    internal L1Message? Read(JsonNode node, ulong first, ulong last, int maxLength)
    {
        if (!L1Options.TryParseAddress(node["address"].Text(HashLength), out Felt address) || address != contract)
        {
            node["address"].Fail(L1Options.AddressText(contract));
        }

        ulong block = node["blockNumber"].HexUInt64();
        if (block < first || block > last)
        {
            node["blockNumber"].Fail($"a block of {first} to {last}");
        }

        ImmutableArray<string> topics = node["topics"].List(Topics, static topic => topic.Text(HashLength));
        if (topics.Length != Topics || topics[0] != Topic)
        {
            node["topics"].Fail($"{Topics} topics, the first {Topic}");
            return null;
        }

        string transaction = node["transactionHash"].Text(HashLength);
        string data = node["data"].Text(maxLength);
        if (transaction.Length != HashLength || !data.StartsWith("0x", StringComparison.Ordinal))
        {
            node.Fail("a log with a transaction's hash and data in hexadecimal");
            return null;
        }

        return TryReadData(data, out Felt[] words, out UInt128 fee) && fee > 0
            && Felt.TryParse(topics[1], out Felt sender)
            && Felt.TryParse(topics[2], out Felt receiver)
            && Felt.TryParse(topics[3], out Felt selector)
            ? Message(sender, receiver, selector, words, fee, block, transaction)
            : null;
    }

    private L1Message Message(
        in Felt sender, in Felt receiver, in Felt selector, Felt[] words, UInt128 fee, ulong block, string transaction)
    {
        L1HandlerTransaction content = new()
        {
            ContractAddress = receiver,
            EntryPointSelector = selector,
            Nonce = words[0],
            Calldata = [sender, .. words.AsSpan(1)],
        };
        return new L1Message((L1HandlerTransaction)content.WithHash(chain), fee, block, transaction);
    }

    // The nonce and the payload behind it.
    private bool TryReadData(string data, out Felt[] words, out UInt128 fee)
    {
        words = [];
        fee = 0;
        int most = (HeadWords + maxCalldata - 1) * Word;
        if (data.Length % 2 != 0 || (data.Length - 2) / 2 > most)
        {
            return false;
        }

        byte[] bytes = new byte[(data.Length - 2) / 2];
        if (Convert.FromHexString(data.AsSpan(2), bytes, out _, out _) != OperationStatus.Done
            || bytes.Length < HeadWords * Word || bytes.Length % Word != 0)
        {
            return false;
        }

        words = new Felt[(bytes.Length / Word) - HeadWords + 1];
        return At(0, out Felt place) && place == PayloadPlace
            && At(1, out words[0])
            && At(2, out Felt paid) && paid.TryToUInt128(out fee)
            && At(3, out Felt length) && length == words.Length - 1
            && TryFill(words.AsSpan(1));

        bool At(int index, out Felt value) => Felt.TryFromBytesBigEndian(bytes.AsSpan(index * Word, Word), out value);

        bool TryFill(Span<Felt> payload)
        {
            for (int i = 0; i < payload.Length; i++)
            {
                if (!At(HeadWords + i, out payload[i]))
                {
                    return false;
                }
            }

            return true;
        }
    }
}
