using System;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Rpc.Client;
using Kraken.Starknet.Receipts;

namespace Kraken.L1;

/// <summary>
/// What became of messages to L1 at Starknet's messaging contract, by the word of an Ethereum node: how often one waits there
/// (l2ToL1Messages) and how often one was consumed (its event ConsumedMessageToL1).
/// </summary>
/// <param name="node">The Ethereum node.</param>
/// <param name="contract">The messaging contract.</param>
public sealed class L1Mailbox(EthereumNode node, Felt contract)
{
    // The first four bytes of the Keccak-256 of l2ToL1Messages(bytes32), and that of ConsumedMessageToL1(uint256,address,uint256[]).
    private const string CountSelector = "a46efaf3";
    private const string ConsumedTopic = "0x7a06c571aa77f34d9706c51e5d8122b5595aebeaa34233bfe866f22befb973b1";

    // Where the payload begins in the event's data.
    private const int PayloadPlace = 32;

    /// <summary>What became of a message.</summary>
    /// <exception cref="RpcClientException">The node's answer is none, or it refuses.</exception>
    public async Task<L1Delivery> FindAsync(MessageToL1 message, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(message);
        ulong waiting = await node.CallAsync(
            contract, $"0x{CountSelector}{MessageToL1Hash.Compute(message)[2..]}", ReadCount, cancellation).ConfigureAwait(false);
        if (waiting > 0)
        {
            return new L1Delivery(waiting, null);
        }

        string data = Data(message);
        try
        {
            ImmutableArray<string> logs = await node.LogDataAsync(
                contract, [ConsumedTopic, Word(message.FromAddress), Word(message.ToAddress)], cancellation).ConfigureAwait(false);
            return new L1Delivery(0, logs.Count(log => string.Equals(log, data, StringComparison.OrdinalIgnoreCase)));
        }
        catch (RpcClientException)
        {
            // More blocks than this node searches at once, or more logs than an answer may have.
            return new L1Delivery(0, null);
        }
    }

    // A count of 256 bits, of which no more are needed than a machine's.
    private static ulong ReadCount(string word)
    {
        const int Digits = 16;
        return word.Length == 66 && word.StartsWith("0x", StringComparison.Ordinal) && word[2..^Digits].All(digit => digit == '0')
            && ulong.TryParse(word[^Digits..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong count)
            ? count
            : throw new RpcClientException($"expected a count of 32 bytes from the messaging contract, got {word.Length} characters");
    }

    private static string Data(MessageToL1 message) => string.Concat(
        ((Felt[])[PayloadPlace, message.Payload.Length, .. message.Payload]).Select(Digits).Prepend("0x"));

    private static string Word(Felt value) => $"0x{Digits(value)}";

    private static string Digits(Felt value) => Convert.ToHexStringLower(value.ToBytesBigEndian());
}
