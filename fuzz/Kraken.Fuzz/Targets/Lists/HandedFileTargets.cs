using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Kraken.Cairo0;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Modules;
using Kraken.Dev.Chain;
using Kraken.Dev.Recording;
using Kraken.Hashing;
using Kraken.Load;
using Kraken.Load.Presigned;
using Kraken.Serialization;
using Kraken.Sierra.ToIL;
using Kraken.Sierra.Types;
using Kraken.Starknet;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Json;
using Kraken.Starknet.Transactions;
using Kraken.StarknetOs.Programs;

namespace Kraken.Fuzz.Targets.Lists;

/// <summary>Files that one process writes and another takes, or that are handed on by people: signed, dumped, compiled.</summary>
internal static class HandedFileTargets
{
    // A lane has a buffer of its own, and a transaction is read as JSON and again as objects.
    private static readonly FuzzBounds Signed = new(1 << 20, 1 << 10, TimeSpan.FromSeconds(2));

    // The hints of a program are read as texts and again as trees.
    private static readonly FuzzBounds Programs = new(1 << 20, 256, TimeSpan.FromSeconds(2));

    private static readonly int SealBytes =
        sizeof(int) + Encoding.UTF8.GetByteCount(NativeImageCodec.Generator) + sizeof(int) + Blake2s.DigestSize + sizeof(int);

    /// <summary>The targets.</summary>
    internal static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new CodecTarget<object>(
            "signed-file", "a file of signed transactions, behind which stands its digest", InputShape.Text, ReadSigned, SignedFiles)
        {
            Limits = Signed,
        },
        new CodecTarget<object>("dev-dump", "a dump of a development chain, call by call", InputShape.Json, ReadDump, Dumps),
        new CodecTarget<OsProgram>(
            "os-program", "the compiled Starknet operating system", InputShape.Json, ReadProgram, OsPrograms)
        {
            Limits = Programs,
        },
        new CodecTarget<NativeImage>(
            "native-image", "a class as native code, behind the hash of it", InputShape.Binary, ReadImage, Images)
        {
            Encode = image => NativeImageCodec.Encode(image, default)[SealBytes..],
            IsCanonical = true,
        },
    ];

    // A digest that does not fit would end every other input: it is made to fit.
    private static object? ReadSigned(byte[] input)
    {
        string digest = Convert.ToHexStringLower(SHA256.HashData(input));
        string path = ScratchFolder.Write("signed.jsonl", [.. input, .. Encoding.ASCII.GetBytes($$"""{"sha256":"{{digest}}"}""" + '\n')]);
        try
        {
            using PresignedFile file = PresignedFile.Open(path);
            for (int i = 0; i < file.Header.Accounts.Length; i++)
            {
                PresignedLane lane = file.Lane(i);
                while (lane.TryNext(out _, out _))
                {
                }
            }

            return input;
        }
        catch (Exception exception) when (exception is LoadException or InvalidDataException)
        {
            return null;
        }
    }

    private static IEnumerable<byte[]> SignedFiles()
    {
        SubmittedTransaction[] signed = [.. Invokes().Take(3)];
        return [SignedFile(signed), SignedFile(signed[..1]), SignedFile([])];
    }

    private static byte[] SignedFile(SubmittedTransaction[] signed)
    {
        PresignedHeader header = new(
            ChainId.Sepolia,
            [.. signed.Select(each => new PresignedAccount(each.Transaction.Sender, each.Nonce, 1))]);
        using MemoryStream file = new();
        using PresignedWriter writer = new(file, header);
        foreach (SubmittedTransaction each in signed)
        {
            writer.Add(each, LoadKind.Transfer);
        }

        return file.ToArray();
    }

    // The sender of another kind stands in no line.
    private static IEnumerable<SubmittedTransaction> Invokes() => TransactionTargets.Submitted()
        .Select(TransactionTargets.ReadSubmitted)
        .OfType<SubmittedTransaction>()
        .Where(each => each.Transaction.Type == TransactionType.Invoke);

    // Every call is a piece of the text that is JSON by itself.
    private static object? ReadDump(byte[] input)
    {
        try
        {
            DumpText.Check(input);
        }
        catch (DevRefusalException)
        {
            return null;
        }

        int at = 0;
        while (DumpText.Next(input, ref at) is { } call)
        {
            using JsonDocument document = JsonDocument.Parse(input.AsMemory(call));
        }

        try
        {
            Replay.Resume(
                input, new CallRecord(isOn: true), new RecordedSettings(new GenesisDescription().GasPrices, Impersonation.None, null));
        }
        catch (DevRefusalException)
        {
            // It has calls that are none.
        }

        return input;
    }

    private static void WriteStart(Utf8JsonWriter writer)
    {
        writer.WritePropertyName("starting_block_id");
        BlockIdJson.Write(writer, new BlockId.ByNumber(3));
    }

    private static IEnumerable<byte[]> Dumps()
    {
        CallRecord record = new(isOn: true);
        foreach (SubmittedTransaction invoke in Invokes().Take(3))
        {
            record.Add(invoke);
        }

        record.Add("devnet_createBlock", _ => { });
        record.Add("devnet_setTime", writer => writer.WriteNumber("time", 1_700_000_000));
        record.Add("devnet_setGasPrice", writer => writer.WriteNumber("gas_price_wei", 7));
        record.Add("devnet_impersonateAccount", writer => writer.WriteString("account_address", "0x7"));
        record.Add("devnet_autoImpersonate", _ => { });
        record.Add("devnet_acceptOnL1", WriteStart);
        record.Add("devnet_abortBlocks", WriteStart);
        string[] calls = [.. record.From(0).Select(Encoding.UTF8.GetString)];
        return [Encoding.UTF8.GetBytes($"[{string.Join(",\n", calls)}]\n"), "[ ]"u8.ToArray(), "[1, \"]\", [{}], {\"a\":[]}]"u8.ToArray()];
    }

    private static OsProgram? ReadProgram(byte[] input) => OsProgram.TryRead(input, out OsProgram? program, out _) ? program : null;

    private static IEnumerable<byte[]> OsPrograms()
    {
        const string Builtins = "output pedersen range_check ecdsa bitwise ec_op keccak poseidon range_check96 add_mod mul_mod";
        string arguments = string.Join(", ", Builtins.Split(' ').Select(name => $"{name}_ptr"));
        string source = $"%builtins {Builtins}\nfunc main{{{arguments}}}() {{\n"
            + "    tempvar y = 8;\n    %{ a_hint %}\n    return ();\n}\n";
        return
        [
            Encoding.UTF8.GetBytes(CairoCompiler.Compile(
                [SourceReader.FromBytes(Encoding.UTF8.GetBytes(source), "small.cairo")], new NoModules()).ToJson()),
        ];
    }

    private static NativeImage? ReadImage(byte[] input)
    {
        ByteWriter whole = new();
        whole.Text(NativeImageCodec.Generator);
        whole.Bytes(NativeImageCodec.Seal(input, default));
        whole.Bytes(input);
        return NativeImageCodec.TryDecode(whole.ToArray(), default, out NativeImage? image, out _) ? image : null;
    }

    private static IEnumerable<byte[]> Images()
    {
        NativeCircuit circuit = new(3, 2, [new GateOffsets(0, 1, 2), new GateOffsets(2, 2, 0)], [new GateOffsets(1, 1, 1)]);
        return
        [
            NativeImageCodec.Encode(new NativeImage([1, 2, 3], [5, 6], [circuit, circuit]), default)[SealBytes..],
            NativeImageCodec.Encode(new NativeImage([], [], []), default)[SealBytes..],
        ];
    }

    private sealed class NoModules : IModuleSource
    {
        public SourceFile? Find(string module) => null;

        public IEnumerable<string> Places(string module) => [];
    }
}
