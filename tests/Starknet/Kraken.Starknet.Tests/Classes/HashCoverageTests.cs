using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Sierra;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Limits;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Starknet.Tests.Classes;

/// <summary>The hashes of classes change with everything that they are to cover; the size of a class is that of its JSON.</summary>
public sealed class HashCoverageTests
{
    private static readonly SierraClass Sierra = new()
    {
        SierraProgram = [1, 2, 3], ContractClassVersion = "0.1.0", Abi = "[]",
        EntryPoints = new() { External = [new(4, 5), new(6, 7)], L1Handler = [new(8, 9)], Constructor = [new(10, 11)] },
    };

    private static readonly CasmClass Casm = new()
    {
        CompilerVersion = "2.19.4", Bytecode = [1, 2, 3, 4],
            Segments = SegmentLengths.Node([SegmentLengths.Leaf(1), SegmentLengths.Leaf(3)]), Hints = [],
        EntryPoints = new() { External = [new(5, 0, ["range_check"]), new(6, 1, [])], L1Handler = [],
            Constructor = [new(7, 2, ["pedersen", "range_check"])] },
    };

    [Fact]
    public void EverythingOfASierraClassIsCovered()
    {
        EntryPoints<SierraEntryPoint> points = Sierra.EntryPoints;
        AllDiffer(
            [
                Sierra, Sierra with { SierraProgram = [1, 2] }, Sierra with { SierraProgram = [1, 3, 2] }, Sierra with { Abi = "[ ]" },
                    Sierra with { Abi = "" },
                Sierra with { EntryPoints = points with { External = [new(4, 5)] } },
                    Sierra with { EntryPoints = points with { External = [new(4, 7), new(6, 5)] } },
                Sierra with { EntryPoints = points with { L1Handler = points.Constructor, Constructor = points.L1Handler } },
                Sierra with { EntryPoints = points with { L1Handler = [], Constructor = [.. points.L1Handler, .. points.Constructor] } },
            ],
            ClassHash.Compute);
        Assert.True(ClassHash.Compute(Sierra).ToBigInteger() < ContractAddresses.UpperBound);
    }

    [Fact]
    public void EverythingOfACompiledClassIsCoveredButHintsAndVersion()
    {
        EntryPoints<CasmEntryPoint> points = Casm.EntryPoints;
        CasmClass[] all =
        [
            Casm, Casm with { Bytecode = [1, 2, 3, 5] }, Casm with { Segments = null },
            Casm with { Segments = SegmentLengths.Node([SegmentLengths.Leaf(4)]) },
            Casm with { Segments = SegmentLengths.Node([SegmentLengths.Leaf(3), SegmentLengths.Leaf(1)]) },
            Casm with { Segments = SegmentLengths.Node([SegmentLengths.Leaf(1), SegmentLengths.Leaf(1), SegmentLengths.Leaf(2)]) },
            Casm with { Segments = SegmentLengths.Node([SegmentLengths.Leaf(1),
                SegmentLengths.Node([SegmentLengths.Leaf(1), SegmentLengths.Leaf(2)])]) },
            Casm with { EntryPoints = points with { External = [new(5, 0, ["range_check"])] } },
            Casm with { EntryPoints = points with { External = [new(5, 1, ["range_check"]), new(6, 1, [])] } },
            Casm with { EntryPoints = points with { External = [new(5, 0, ["bitwise"]), new(6, 1, [])] } },
            Casm with { EntryPoints = points with { Constructor = [new(7, 2, ["range_check", "pedersen"])] } },
            Casm with { EntryPoints = points with { L1Handler = points.Constructor, Constructor = [] } },
        ];
        AllDiffer(all, CompiledClassHash.Blake);
        AllDiffer(all, CompiledClassHash.Poseidon);
        Assert.All(all, casm => Assert.NotEqual(CompiledClassHash.Blake(casm), CompiledClassHash.Poseidon(casm)));
        CasmClass renamed = Casm with { CompilerVersion = "0", Hints = [new CasmHintSite(0, [])] };
        Assert.Equal(CompiledClassHash.Blake(Casm), CompiledClassHash.Blake(renamed));
        Assert.Equal(CompiledClassHash.Poseidon(Casm), CompiledClassHash.Poseidon(renamed));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[{\"name\": \"x\"}]")]
    [InlineData("\u0001\b\t\n\u001f\\\"")]
    [InlineData("é ∞ 𝄞")]
    public void TheSizeOfAClassIsThatOfItsJson(string abi)
    {
        SierraClass sierra = Sierra with { Abi = abi, SierraProgram = [0, 15, 16, Felt.MinusOne] };
        Assert.Equal(Json(sierra).Length, ClassSize.JsonBytes(sierra) - Commas(sierra));
    }

    // Each list is measured as if a comma followed its last item too.
    private static int Commas(SierraClass sierra) =>
        (sierra.SierraProgram.IsEmpty ? 0 : 1) + new[] { sierra.EntryPoints.External, sierra.EntryPoints.L1Handler,
            sierra.EntryPoints.Constructor }.Count(l => !l.IsEmpty);

    private static byte[] Json(SierraClass sierra)
    {
        string Points(ImmutableArray<SierraEntryPoint> points) =>
            string.Join(',', points.Select(p => $$"""{"selector":"{{p.Selector}}","function_idx":{{p.FunctionIndex}}}"""));
        string program = string.Join(',', sierra.SierraProgram.Select(felt => $"\"{felt}\""));
        EntryPoints<SierraEntryPoint> points = sierra.EntryPoints;
        (string constructor, string external, string l1Handler) = (Points(points.Constructor), Points(points.External),
            Points(points.L1Handler));
        string lists = $$"""{"CONSTRUCTOR":[{{constructor}}],"EXTERNAL":[{{external}}],"L1_HANDLER":[{{l1Handler}}]}""";
        string version = sierra.ContractClassVersion;
        string head = $$"""{"sierra_program":[{{program}}],"contract_class_version":"{{version}}",""";
        string json = $$"""{{head}}"entry_points_by_type":{{lists}},"abi":""";
        return [.. System.Text.Encoding.UTF8.GetBytes(json), .. Escaped(sierra.Abi), (byte)'}'];
    }

    // Escaped only where RFC 8259 demands it: quotes, backslashes and control characters.
    private static byte[] Escaped(string text)
    {
        System.Text.StringBuilder escaped = new("\"");
        foreach (char c in text)
        {
            escaped.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\b' => "\\b",
                '\f' => "\\f",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                < ' ' => $"\\u{(int)c:x4}",
                _ => c.ToString(),
            });
        }

        return System.Text.Encoding.UTF8.GetBytes(escaped.Append('"').ToString());
    }

    private static void AllDiffer<T>(IReadOnlyList<T> all, Func<T, Felt> hash)
    {
        for (int i = 0; i < all.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                Assert.True(hash(all[i]) != hash(all[j]), $"variants {j} and {i} have one hash");
            }
        }
    }
}
