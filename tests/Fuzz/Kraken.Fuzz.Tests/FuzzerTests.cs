using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using Kraken.Execution.Limits;
using Kraken.Fuzz.Mutation;
using Kraken.Fuzz.Running;
using Kraken.Fuzz.Targets;
using Xunit;

namespace Kraken.Fuzz.Tests;

/// <summary>The runner finds planted defects of each kind, tells them apart, makes their inputs short and repeats itself.</summary>
public sealed class FuzzerTests
{
    private const int Inputs = 3000;

    [Fact]
    public void ALengthThatIsBelievedIsFound()
    {
        Finding finding = Single(new PlantedTarget(InputShape.Binary, [4, 0, 0, 0, 1, 2, 3, 4], bytes =>
            bytes.Length < 4 ? null : new byte[Math.Abs(BinaryPrimitives.ReadInt32LittleEndian(bytes) % (1 << 24))]));
        Assert.Equal("allocation", finding.Key);
    }

    [Fact]
    public void AnExceptionOfAnotherKindIsFound()
    {
        // An enumeration without one value, and an unchecked index behind it.
        Finding finding =
            Single(new PlantedTarget(InputShape.Binary, [1, 2, 3, 4], bytes => bytes is [1 or 2, _, ..] ? bytes[bytes[1]] : null));
        Assert.StartsWith("IndexOutOfRangeException in Kraken.Fuzz.Tests.FuzzerTests", finding.Key, StringComparison.Ordinal);
    }

    [Fact]
    public void HalfASurrogatePairIsFound()
    {
        Finding finding = Single(new PlantedTarget(InputShape.Json, """{"name":"x","list":["a","b"]}"""u8.ToArray(), Text));
        Assert.StartsWith("InvalidOperationException", finding.Key, StringComparison.Ordinal);

        static object? Text(byte[] json)
        {
            try
            {
                using JsonDocument document = JsonDocument.Parse(json);
                return document.RootElement.ValueKind == JsonValueKind.Object
                    && document.RootElement.TryGetProperty("name", out JsonElement name)
                    && name.ValueKind == JsonValueKind.String ? name.GetString() : null;
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }

    [Fact]
    public void AnElementAboveThePrimeIsFound()
    {
        Finding finding = Single(new PlantedTarget(
            InputShape.Felts, """["0x1","0x2","0x3"]"""u8.ToArray(), bytes => bytes, decoded =>
            {
                if (Encoding.UTF8.GetString((byte[])decoded).Contains(
                    "\"0x8000000000000110000000000000000000000000000000000000000000000", StringComparison.Ordinal))
                {
                    throw new BrokenLawException("elements are below the prime");
                }
            }));
        Assert.Equal("law: elements are below the prime", finding.Key);
    }

    [Fact]
    public void TimeThatGrowsWithAValueIsFound()
    {
        Fuzzer fuzzer = new(new PlantedTarget(InputShape.Binary, [0, 0, 0, 9], Spin), seed: 1, new NoCoverage());
        fuzzer.Start();
        for (int i = 0; i < Inputs && fuzzer.Found.Count == 0; i++)
        {
            fuzzer.Step();
        }

        Assert.Equal("time", Assert.Single(fuzzer.Found).Finding.Key);

        // The bound is 200 ms of the thread's own time.
        static object? Spin(byte[] bytes)
        {
            TimeProvider clock = ThreadTimeProvider.Instance;
            long start = clock.GetTimestamp();
            while (bytes.Length == 4 && bytes[0] > 0 && clock.GetElapsedTime(start) < TimeSpan.FromMilliseconds(250))
            {
                Thread.SpinWait(1000);
            }

            return null;
        }
    }

    [Fact]
    public void TwoDefectsHaveTwoKeysAndEachIsToldOnce()
    {
        List<FoundInput> told = [];
        Fuzzer fuzzer = new(
            new PlantedTarget(
                InputShape.Binary,
                [9, 9, 9],
                bytes => bytes is [1, ..] ? throw new NotSupportedException() : bytes is [2, ..] ? throw new TimeoutException() : null),
            seed: 3,
            new NoCoverage())
        {
            IsFound = told.Add,
        };
        Run(fuzzer, Inputs);
        Assert.Equal(2, told.Count);
        Assert.Equal(2, told.Select(found => found.Finding.Key).Distinct().Count());
    }

    [Fact]
    public void ADecoderWithoutADefectHasNoFinding()
    {
        Fuzzer fuzzer = new(
            new PlantedTarget(InputShape.Binary, [1, 2, 3], bytes => bytes.Length == 3 ? bytes : null), seed: 1, new NoCoverage());
        Run(fuzzer, Inputs);
        Assert.Empty(fuzzer.Found);
        Assert.InRange(fuzzer.Taken, 1, fuzzer.Inputs - 1);
    }

    [Fact]
    public void AnInputIsMadeAsShortAsItsDefectLetsIt()
    {
        PlantedTarget target = new(
            InputShape.Binary, [0], bytes => bytes.AsSpan().IndexOf("ab"u8) >= 0 ? throw new NotSupportedException() : null);
        byte[] input = Encoding.ASCII.GetBytes(new string('x', 100) + "ab" + new string('y', 57));
        byte[] shortest = Minimizer.Minimize(target, new FoundInput(Judge.Run(target, input, out _)!, input));
        Assert.Equal("ab"u8.ToArray(), shortest);
    }

    [Theory]
    [InlineData(InputShape.Binary, "0123456789")]
    [InlineData(InputShape.Json, """{"a":[1,"0x2",{"b":null}],"c":"d"}""")]
    [InlineData(InputShape.Felts, """["0x1","0x2","0x3","0x4"]""")]
    [InlineData(InputShape.Text, "store<felt>([1]) -> ([2]);")]
    internal void OneSeedGivesOneSequenceOfInputs(InputShape shape, string text)
    {
        byte[] seed = Encoding.UTF8.GetBytes(text);
        Assert.Equal(Sequence(7), Sequence(7));
        Assert.NotEqual(Sequence(7), Sequence(8));
        Assert.True(Sequence(7).Distinct().Count() > 200);

        List<string> Sequence(int number)
        {
            Mutator mutator = new(new Random(number), shape, 1 << 12);
            return [.. Enumerable.Range(0, 500).Select(_ => mutator.Mutate(seed, seed)).Select(input =>
            {
                Assert.True(input.Length <= 1 << 12);
                return Convert.ToHexString(input);
            })];
        }
    }

    [Fact]
    public void MostChangesOfJsonLeaveItJson()
    {
        byte[] seed = """{"a":[1,"0x2",{"b":null}],"c":"d","e":{"f":[true,[]]}}"""u8.ToArray();
        JsonMutations mutations = new(new Random(5));
        int valid = Enumerable.Range(0, 1000).Count(_ => JsonOutline.Read(mutations.Change(seed, seed)!) is not null);
        Assert.InRange(valid, 700, 999);
    }

    [Theory]
    [InlineData("x --minutes 2 --seed 5", true)]
    [InlineData("--all --minutes 0.5", true)]
    [InlineData("x --replay file", true)]
    [InlineData("x --all", false)]
    [InlineData("x --minutes two", false)]
    [InlineData("x y", false)]
    [InlineData("--seed 1", false)]
    public void TheCommandLineIsReadOrRefusedWithAReason(string line, bool isRead)
    {
        FuzzOptions? options = FuzzOptions.Parse(line.Split(' '), out string? problem);
        Assert.Equal(isRead, options is not null);
        Assert.Equal(isRead, problem is null);
    }

    private static Finding Single(PlantedTarget target)
    {
        Fuzzer fuzzer = new(target, seed: 1, new NoCoverage());
        Run(fuzzer, Inputs);
        return Assert.Single(fuzzer.Found).Finding;
    }

    private static void Run(Fuzzer fuzzer, int inputs)
    {
        fuzzer.Start();
        for (int i = 0; i < inputs; i++)
        {
            fuzzer.Step();
        }
    }
}
