using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Threading;
using Kraken.Dev.Chain;
using Kraken.Starknet.Json;
using Kraken.Starknet.Transactions;

namespace Kraken.Dev.Recording;

/// <summary>
/// What was done to a chain, as the JSON-RPC calls that do it again, in the form of starknet-devnet's dumps. Bounded as a dump is: what
/// does not fit any more is not recorded, and a dump is refused from then on. Safe for several threads.
/// </summary>
/// <param name="isOn">Whether anything is recorded.</param>
/// <param name="maxBytes">The most bytes of all calls, with what stands between them.</param>
/// <param name="maxCalls">The most calls.</param>
internal sealed class CallRecord(bool isOn, long maxBytes = CallRecord.DefaultMaxBytes, int maxCalls = DumpText.MaxCalls)
{
    /// <summary>The most bytes of a dump.</summary>
    internal const int DefaultMaxBytes = 256 << 20;

    // What stands between two calls of a file.
    private const int SeparatorBytes = 2;

    private readonly Lock gate = new();
    private readonly List<byte[]> calls = [];
    private long bytes;
    private bool isCut;

    /// <summary>Whether anything is recorded.</summary>
    internal bool IsOn => isOn;

    /// <summary>How often recorded calls were dropped: what was written of them before is no longer a part of the record.</summary>
    internal int Drops { get; private set; }

    /// <summary>How long a dump would be now, in calls.</summary>
    internal int Count
    {
        get
        {
            lock (gate)
            {
                return calls.Count;
            }
        }
    }

    /// <summary>Records the sending of a transaction.</summary>
    internal void Add(SubmittedTransaction transaction)
    {
        (string method, string parameter) = transaction.Transaction.Type switch
        {
            TransactionType.Declare => ("starknet_addDeclareTransaction", "declare_transaction"),
            TransactionType.DeployAccount => ("starknet_addDeployAccountTransaction", "deploy_account_transaction"),
            _ => ("starknet_addInvokeTransaction", "invoke_transaction"),
        };
        Add(method, writer =>
        {
            writer.WritePropertyName(parameter);
            TransactionJson.WriteSubmitted(writer, transaction);
        });
    }

    /// <summary>Records a call.</summary>
    /// <param name="writeParameters">Writes the members of its parameters.</param>
    internal void Add(string method, Action<Utf8JsonWriter> writeParameters)
    {
        if (!isOn)
        {
            return;
        }

        lock (gate)
        {
            Keep(Write(method, calls.Count, writeParameters));
        }
    }

    /// <summary>Records a call as a dump has it.</summary>
    internal void Add(ReadOnlySpan<byte> call)
    {
        if (isOn)
        {
            lock (gate)
            {
                Keep(call.ToArray());
            }
        }
    }

    /// <summary>The calls from one on, each a JSON object in UTF-8.</summary>
    /// <exception cref="DevRefusalException">There were more than fit.</exception>
    internal byte[][] From(int first)
    {
        lock (gate)
        {
            if (isCut)
            {
                throw new DevRefusalException(string.Create(
                    CultureInfo.InvariantCulture, $"the dump: expected at most {maxCalls} calls of {maxBytes} bytes together, got more"));
            }

            return [.. calls.Skip(first)];
        }
    }

    /// <summary>Forgets all calls.</summary>
    internal void Clear() => DropFrom(0);

    /// <summary>Forgets the calls from one on.</summary>
    internal void DropFrom(int first)
    {
        lock (gate)
        {
            for (int i = first; i < calls.Count; i++)
            {
                bytes -= calls[i].Length + SeparatorBytes;
            }

            isCut &= first > 0;
            calls.RemoveRange(first, calls.Count - first);
            Drops++;
        }
    }

    // Under the gate. No more than a dump may have that is read again.
    private void Keep(byte[] call)
    {
        isCut |= bytes + call.Length + SeparatorBytes > maxBytes || calls.Count >= maxCalls;
        if (!isCut)
        {
            calls.Add(call);
            bytes += call.Length + SeparatorBytes;
        }
    }

    private static byte[] Write(string method, int id, Action<Utf8JsonWriter> writeParameters)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter writer = new(buffer);
        writer.WriteStartObject();
        writer.WriteString("jsonrpc", "2.0");
        writer.WriteNumber("id", id);
        writer.WriteString("method", method);
        writer.WriteStartObject("params");
        writeParameters(writer);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
