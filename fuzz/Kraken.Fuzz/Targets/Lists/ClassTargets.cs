using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using Kraken.Casm.Classes;
using Kraken.Execution.Classes;
using Kraken.Explorer.Abi;
using Kraken.Explorer.Calling;
using Kraken.Explorer.Chain;
using Kraken.Fields;
using Kraken.Sierra;
using Kraken.Sierra.Felts;
using Kraken.Sierra.Text;
using Kraken.Sierra.ToCasm;
using Kraken.Sierra.ToCasm.Classes;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Json;
using Kraken.Starknet.Receipts;
using Kraken.State.Codecs;

namespace Kraken.Fuzz.Targets.Lists;

/// <summary>Classes that anyone declares.</summary>
internal static class ClassTargets
{
    private const int LargestSeed = 40_000;
    private const int VersionFelts = 6;
    private const int MaxClassBytes = 4 << 20;
    private const int MaxShownFelts = 64;

    // A Sierra program unpacks to at most four million felts, 250 in each packed one.
    private static readonly FuzzBounds Program = new(1 << 20, 2048, TimeSpan.FromSeconds(2));

    // What the compiler may take of a class whose JSON is at most 256 KiB.
    private static readonly FuzzBounds Compiling = new(512 << 20, 1 << 14, TimeSpan.FromSeconds(10));

    /// <summary>
    /// Of a program that is packed: it unpacks to a thousand times its bytes, 16 MiB at most, and each may be a token of a table that was
    /// copied.
    /// </summary>
    internal static FuzzBounds Unpacking { get; } = new(32 << 20, 1 << 15, TimeSpan.FromSeconds(10));

    private static readonly FuzzBounds Text = new(1 << 18, 1024, TimeSpan.FromSeconds(2));

    /// <summary>The targets.</summary>
    internal static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new CodecTarget<SierraClass>(
            "sierra-class", "a contract class as JSON, of JSON-RPC or of the compiler", InputShape.Json, ReadClass, Classes)
        {
            Encode = SierraClassJson.ToBytes,
        },
        new CodecTarget<DeprecatedClass>(
            "deprecated-class", "a class of Cairo 0 as JSON, its program packed or not, hashed and made ready to run", InputShape.Json,
            ReadDeprecated, DeprecatedClasses)
        {
            Encode = DeprecatedClassJson.ToBytes,
            Limits = Unpacking,
        },
        new CodecTarget<VersionedProgram>("sierra-felts", "the felts of a class as a program", InputShape.Felts, ReadProgram, Programs)
        {
            Encode = program => Json(SierraFelts.Encode(program)),
            Limits = Program,
        },
        new CodecTarget<SierraProgram>(
            "sierra-text", "a program as text", InputShape.Text, ReadText,
            () => SeedData.Folder("cairo/examples_sierra_casm", "*.sierra", LargestSeed))
        {
            Encode = program => Encoding.UTF8.GetBytes(SierraText.Print(program)),
            Limits = Text,
        },
        new CodecTarget<CasmClass>("sierra-compile", "a class through the compiler", InputShape.Json, Compile, Classes)
        {
            Limits = Compiling,
        },
        new CodecTarget<CompiledProgram>(
            "sierra-program",
            "the felts of a program before they are packed, through the compiler",
            InputShape.Felts,
            CompileProgram,
            UnpackedPrograms)
        {
            Limits = Compiling,
        },
        new CodecTarget<CasmClass>("casm-class", "a compiled class as JSON, with its hints", InputShape.Json, ReadCasm, CompiledClasses)
        {
            Encode = CasmClassJson.ToBytes,
        },
        new CodecTarget<SierraClass>(
            "class-wire", "a class as validators exchange it", InputShape.Binary, ReadWire, () => Classes().Select(ToWire))
        {
            Encode = SierraClassCodec.Encode,
            IsCanonical = true,
        },
        new CodecTarget<ContractAbi>(
            "abi", "the ABI of a class, and a call read by it", InputShape.Json, ReadAbi, () => Classes().Select(AbiOf))
        {
            // The most values of one call, each with its text, beside what the ABI itself takes.
            Limits = new(8 << 20, 1 << 10, TimeSpan.FromSeconds(2)),
        },
        new CodecTarget<object>(
            "explorer-calls", "an account's calldata as calls, and as an event, read by an ABI for a page", InputShape.Felts, ReadCalls,
            Calls)
        {
            Limits = new(8 << 20, 1 << 10, TimeSpan.FromSeconds(2)),
        },
        new CodecTarget<ArgumentEncoder>(
            "argument", "what somebody types as arguments of a call, by each type", InputShape.Json, ReadArgument, Arguments),
    ];

    private static readonly ContractAbi ArgumentAbi = ContractAbi.Parse(
        """
        [{"type":"struct","name":"a::Point","members":[
           {"name":"x","type":"core::integer::u8"},{"name":"next","type":"core::array::Span::<a::Point>"}]},
         {"type":"enum","name":"a::Kind","variants":[{"name":"None","type":"()"},{"name":"Some","type":"a::Point"}]}]
        """);

    private static readonly ContractAbi CallAbi = ContractAbi.Parse(
        """
        [{"type":"struct","name":"a::Point","members":[
           {"name":"x","type":"core::integer::u8"},{"name":"next","type":"core::array::Span::<a::Point>"}]},
         {"type":"enum","name":"a::Kind","variants":[{"name":"None","type":"()"},{"name":"Some","type":"a::Point"}]},
         {"type":"function","name":"f","inputs":[{"name":"text","type":"core::byte_array::ByteArray"},{"name":"kind","type":"a::Kind"}]},
         {"type":"function","name":"g","inputs":[{"name":"list","type":"core::array::Array::<(core::bool, core::integer::u256)>"}]},
         {"type":"event","name":"a::E","kind":"struct","members":[
           {"name":"p","type":"a::Point","kind":"data"},{"name":"f","type":"core::felt252","kind":"data"}]}]
        """);

    private static readonly AbiType[] ArgumentTypes =
    [
        .. ((string[])
        [
            "core::felt252", "core::integer::i128", "core::integer::u256", "core::bool", "core::byte_array::ByteArray", "a::Point",
            "a::Kind",
            "core::array::Array::<a::Kind>", "(core::integer::u8, core::array::Array::<core::felt252>)",
        ]).Select(type => AbiType.Parse(type)!),
    ];

    /// <summary>Small classes as JSON-RPC has them.</summary>
    internal static IEnumerable<byte[]> Classes() => SeedData.Folder("starknet/classes/pairs", "*.sierra.json", LargestSeed);

    /// <summary>Classes of Cairo 0: of a gateway, and the same of JSON-RPC.</summary>
    internal static IEnumerable<byte[]> DeprecatedClasses() =>
        SeedData.Folder("starknet/classes/genesis", "*_cairo0.json", LargestSeed).SelectMany(static json =>
            DeprecatedClassJson.TryDecode(json, out DeprecatedClass? value, out _)
                ? (byte[][])[json, DeprecatedClassJson.ToBytes(value)]
                : [json]);

    private static IEnumerable<byte[]> CompiledClasses() => SeedData.Folder("starknet/classes/pairs", "*.casm.json", LargestSeed);

    private static IEnumerable<byte[]> Programs() => Classes().Select(json => Json(ReadClass(json)!.SierraProgram.AsSpan()));

    // The versions, then the program as it is before it is packed.
    private static IEnumerable<byte[]> UnpackedPrograms() => Classes().Select(json =>
    {
        ReadOnlySpan<Felt> felts = ReadClass(json)!.SierraProgram.AsSpan();
        (Felt[] code, int[] indices) = FeltCompression.Expand(felts[VersionFelts..]);
        return Json([.. felts[..VersionFelts], .. indices.Select(index => code[index])]);
    });

    private static CompiledProgram? CompileProgram(byte[] input)
    {
        if (FeltArray.Read(input) is not { Length: >= VersionFelts } felts)
        {
            return null;
        }

        List<Felt> packed = [.. felts.AsSpan(0, VersionFelts)];
        FeltCompression.Compress(felts[VersionFelts..], packed);
        return SierraFelts.TryDecode([.. packed], out VersionedProgram? program, out _)
            && SierraCompiler.TryCompileProgram(program.Program, out CompiledProgram? compiled, out _) ? compiled : null;
    }

    private static byte[] ToWire(byte[] json) => SierraClassCodec.Encode(ReadClass(json)!);

    private static byte[] AbiOf(byte[] json) => Encoding.UTF8.GetBytes(ReadClass(json)!.Abi);

    private static SierraClass? ReadClass(byte[] input) => SierraClassJson.TryDecode(input, out SierraClass? sierra, out _) ? sierra : null;

    private static DeprecatedClass? ReadDeprecated(byte[] input)
    {
        if (!DeprecatedClassJson.TryDecode(input, out DeprecatedClass? value, out _))
        {
            return null;
        }

        try
        {
            DeprecatedClassHash.Compute(value);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: the hash's own refusal.
            return null;
        }

        RunnableClass.TryCreate(value, out _, out _);
        return value;
    }

    private static SierraClass? ReadWire(byte[] input) =>
        SierraClassCodec.TryDecode(input, MaxClassBytes, out SierraClass? sierra) ? sierra : null;

    private static CasmClass? ReadCasm(byte[] input) => CasmClassJson.TryDecode(input, out CasmClass? casm, out _) ? casm : null;

    private static SierraProgram? ReadText(byte[] input) =>
        SierraText.TryParse(Encoding.UTF8.GetString(input), out SierraProgram? program, out _) ? program : null;

    private static VersionedProgram? ReadProgram(byte[] input) =>
        FeltArray.Read(input) is { } felts && SierraFelts.TryDecode(felts, out VersionedProgram? program, out _) ? program : null;

    private static CasmClass? Compile(byte[] input) =>
        ReadClass(input) is { } sierra
        && SierraCompiler.TryCompile(new SierraContractClass(sierra.SierraProgram, sierra.EntryPoints), out CasmClass? casm, out _)
            ? casm
            : null;

    private static ContractAbi? ReadAbi(byte[] input)
    {
        ContractAbi abi = ContractAbi.Parse(Encoding.UTF8.GetString(input));
        Felt[] felts = [.. Enumerable.Range(0, MaxShownFelts).Select(index => (Felt)(index % 3))];
        if (abi.Functions.Count > 0)
        {
            // One call, as a page reads each with values of its own: whose, the input says.
            ValueDecoder decoder = new(abi, felts, new DecodingBudget());
            foreach (AbiMember member in abi.Functions[input.Length % abi.Functions.Count].Inputs)
            {
                decoder.Read(member.Type);
            }
        }

        return abi;
    }

    private static object? ReadCalls(byte[] input)
    {
        if (FeltArray.Read(input) is not { } felts || SerialisedCall.TryParse(felts) is not { } calls)
        {
            return null;
        }

        DecodingBudget budget = new();
        List<NamedText> shown = [];
        foreach (SerialisedCall call in calls.Take(CallDecoder.MaxRead))
        {
            shown.AddRange(DecodedCall.Of(call.Contract, call.Selector, call.Calldata, CallAbi, budget).Arguments);
            shown.AddRange(DecodedEvent.Of(new ContractEvent(call.Contract, [call.Selector], call.Calldata), CallAbi, budget).Members);
        }

        return shown.Sum(text => text.Value.Length) > 2 * DecodingBudget.MaxPageText
            ? throw new BrokenLawException("a page's values have no more text than its budget")
            : calls;
    }

    private static IEnumerable<byte[]> Calls()
    {
        Felt[] selectors = [.. CallAbi.Functions.Select(function => function.Selector), .. CallAbi.Events.Select(known => known.Selector)];
        foreach (Felt selector in selectors)
        {
            yield return Json([1, 7, selector, 5, 1, 2, 3, 1, 0]);
            yield return Json([2, 7, selector, 3, 1, 2, 3, 8, selector, 6, 3, 1, 2, 3, 1, 0]);
        }
    }

    private static IEnumerable<byte[]> Arguments() => ((string[])
    [
        "7", "-1", "0xff", "'short'", "true", "[1, 2, 3]", """{"x": 1, "next": [{"x": 2, "next": []}]}""", "None",
        """[{"Some": {"x": 1, "next": []}}, "None"]""", "[7, [1, \"0x2\"]]",
    ]).Select(Encoding.UTF8.GetBytes);

    private static ArgumentEncoder? ReadArgument(byte[] input)
    {
        string text = Encoding.UTF8.GetString(input);
        foreach (AbiType type in ArgumentTypes)
        {
            ArgumentEncoder encoder = new(ArgumentAbi);
            encoder.Add("argument", type, text);
            if (encoder.Problem is null)
            {
                return encoder;
            }
        }

        return null;
    }

    private static byte[] Json(ReadOnlySpan<Felt> felts) =>
        JsonSerializer.SerializeToUtf8Bytes(felts.ToArray().Select(felt => felt.ToString()));
}
