using System;
using System.Linq;
using Kraken.Explorer.Abi;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Receipts;
using Xunit;

namespace Kraken.Explorer.Tests.Abi;

public sealed class ContractAbiTests
{
    [Fact]
    public void EveryEntryPointOfTheChainsContractsHasItsFunction()
    {
        foreach (ChainContract contract in ChainContracts.All)
        {
            ContractAbi abi = ContractAbi.Parse(contract.Class.Abi);
            Assert.All(contract.Class.EntryPoints.External, entry => Assert.NotNull(abi.Function(entry.Selector)));
            Assert.All(contract.Class.EntryPoints.Constructor, entry => Assert.Equal("constructor", abi.Function(entry.Selector)?.Name));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("[1, null, {\"type\": 5}, {\"type\": \"interface\", \"items\": 3}]")]
    [InlineData("[{\"type\": \"function\", \"name\": \"\\ud800\"}]")]
    public void AnAbiThatIsNoneKnowsNothing(string text) => Assert.Empty(ContractAbi.Parse(text).Functions);

    [Fact]
    public void ValuesOfAllKindsReadAsText()
    {
        ContractAbi abi = ContractAbi.Parse("""
            [{"type":"struct","name":"m::Pair","members":[{"name":"a","type":"core::integer::u8"},{"name":"b","type":"core::bool"}]},
             {"type":"enum","name":"core::option::Option::<core::integer::u8>","variants":[{"name":"Some","type":"core::integer::u8"},{"name":"None","type":"()"}]},
             {"type":"function","name":"f","inputs":[
                {"name":"pair","type":"m::Pair"},{"name":"some","type":"core::option::Option::<core::integer::u8>"},{"name":"none","type":"core::option::Option::<core::integer::u8>"},
                {"name":"list","type":"core::array::Span::<core::integer::u256>"},{"name":"text","type":"core::byte_array::ByteArray"},
                {"name":"tuple","type":"(core::felt252, core::integer::u64)"}],"outputs":[],"state_mutability":"external"}]
            """);
        Felt hello = Felt.FromShortString("hello");
        DecodedCall call = DecodedCall.Of(1, abi.Functions[0].Selector, [3, 1, 0, 9, 1, 2, 1, 0, 0, 1, 0, hello, 5, hello, 7], abi);
        Assert.Equal("f", call.Function);
        Assert.Equal(
            [
                "{ a: 3, b: true }",
                "Some(9)",
                "None",
                $"[1, {System.Numerics.BigInteger.One << 128}]",
                "\"hello\"",
                "(0x68656c6c6f ('hello'), 7)",
            ],
            call.Arguments.Select(argument => argument.Value));
    }

    [Theory]
    [InlineData(200_000, 256)]
    [InlineData(80, 256)]
    [InlineData(1, 4900)]
    public void TheTextOfValuesIsBoundedWhateverTheirNames(int nameLength, int count)
    {
        string name = new('n', nameLength);
        ContractAbi abi = ContractAbi.Parse($$"""
            [{"type":"struct","name":"m::Pair","members":[{"name":"{{name}}","type":"core::felt252"}]},
             {"type":"enum","name":"m::Kind","variants":[{"name":"{{name}}","type":"m::Pair"}]},
             {"type":"function","name":"f",
              "inputs":[{"name":"{{name}}","type":"core::array::Array::<m::Pair>"},{"name":"kind","type":"m::Kind"}],
              "outputs":[{"type":"core::array::Array::<m::Pair>"}],"state_mutability":"view"},
             {"type":"event","name":"m::{{name}}","kind":"struct",
              "members":[{"name":"{{name}}","type":"core::array::Array::<m::Pair>","kind":"data"}]}]
            """);
        Felt[] list = [count, .. Enumerable.Repeat(Felt.MinusOne, count)];
        DecodedCall call = DecodedCall.Of(1, abi.Functions[0].Selector, [.. list, 0, 7], abi);
        Assert.Equal(2, call.Arguments.Count);
        Assert.InRange(call.Arguments.Sum(argument => argument.Name.Length + argument.Type.Length + argument.Value.Length), 100, 20_000);
        Assert.EndsWith(", ...]", call.Arguments[0].Value, StringComparison.Ordinal);
        Assert.InRange(DecodedCall.Result(abi.Functions[0].Selector, list, abi).Length, 100, 20_000);
        DecodedEvent happened = DecodedEvent.Of(new ContractEvent(1, [abi.Events[0].Selector], [.. list]), abi);
        Assert.InRange(happened.Name.Length + happened.Members.Sum(member => member.Name.Length + member.Value.Length), 100, 20_000);
        Assert.InRange(abi.Functions[0].Signature.Length + abi.Events[0].Signature.Length, 10, 2000);
    }

    [Fact]
    public void ValuesWithinTheBoundAreWhole()
    {
        ContractAbi abi = ContractAbi.Parse("""
            [{"type":"function","name":"f","inputs":[{"name":"list","type":"core::array::Array::<core::integer::u64>"}],
              "outputs":[],"state_mutability":"view"}]
            """);
        Felt[] calldata = [256, .. Enumerable.Range(0, 256).Select(i => (Felt)(ulong)i)];
        DecodedCall call = DecodedCall.Of(1, abi.Functions[0].Selector, calldata, abi);
        Assert.Equal($"[{string.Join(", ", Enumerable.Range(0, 256))}]", Assert.Single(call.Arguments).Value);
    }

    [Fact]
    public void CalldataThatDoesNotFitIsShownAsFelts()
    {
        ContractAbi abi = ContractAbi.Parse(ChainContracts.Demo.Class.Abi);
        AbiFunction function = abi.Functions.First(candidate => candidate.Name == "fibonacci");
        Assert.Equal(["n"], DecodedCall.Of(1, function.Selector, [5], abi).Arguments.Select(argument => argument.Name));
        Assert.Equal(["0x5 0x6"], DecodedCall.Of(1, function.Selector, [5, 6], abi).Arguments.Select(argument => argument.Value));
        Assert.Equal([""], DecodedCall.Of(1, function.Selector, [], abi).Arguments.Select(argument => argument.Value));
        Assert.Equal("0x7", DecodedCall.Of(1, 7, [5], abi).Function);
    }

    [Fact]
    public void AnAbiOfEmptyTypesWithinTypesIsGivenUp()
    {
        string members = string.Join(',', Enumerable.Range(0, 50).Select(i => $$"""{"name":"m{{i}}","type":"S"}"""));
        ContractAbi abi = ContractAbi.Parse($$"""[{"type":"struct","name":"S","members":[{{members}}]},{"type":"function","name":"f","inputs":[{"name":"s","type":"S"}]}]""");
        Assert.Equal(["0x1"], DecodedCall.Of(1, abi.Functions[0].Selector, [1], abi).Arguments.Select(argument => argument.Value));
    }

    /// <summary>A class that says much per call, and a transaction that makes many: the page has one budget.</summary>
    [Theory]
    [InlineData("()", 15_000, 0)]
    [InlineData("core::felt252", 4_000, 4_000)]
    [InlineData("core::array::Array::<core::felt252>", 1, 1)]
    public void ManyCallsOfManyArgumentsCostAPageNoMoreThanOne(string type, int inputs, int felts)
    {
        string name = new('n', 80);
        string members = string.Join(',', Enumerable.Range(0, inputs).Select(_ => $$"""{"name":"{{name}}","type":"{{type}}"}"""));
        ContractAbi abi = ContractAbi.Parse($$"""
            [{"type":"function","name":"f","inputs":[{{members}}],"outputs":[],"state_mutability":"view"},
             {"type":"event","name":"m::E","kind":"struct","members":[{{members.Replace("\"}", "\",\"kind\":\"data\"}", StringComparison.Ordinal)}}]}]
            """);
        Felt[] calldata = [.. Enumerable.Repeat(felts == 1 ? Felt.Zero : Felt.MinusOne, felts)];
        DecodingBudget budget = new();
        DecodedCall[] calls = [.. Enumerable.Range(0, 200).Select(_ => DecodedCall.Of(1, Function(abi), calldata, abi, budget))];
        ContractEvent happened = new(1, [.. Enumerable.Repeat(Selector.FromName("E"), 50)], [.. calldata]);
        DecodedEvent[] events = [.. Enumerable.Range(0, 200).Select(_ => DecodedEvent.Of(happened, abi, budget))];
        NamedText[] shown = [.. calls.SelectMany(call => call.Arguments), .. events.SelectMany(item => item.Members)];
        Assert.InRange(shown.Length, 400, DecodingBudget.MaxValues + 1000);
        Assert.InRange(
            shown.Sum(text => text.Name.Length + text.Type.Length + text.Value.Length),
            1000,
            DecodingBudget.MaxPageText + (shown.Length * 40));

        // Whatever there is no room for is counted at least.
        Assert.All(calls, call => Assert.True(call.Arguments.Count > 0));
        Assert.Equal(felts == 1, calls[^1].Arguments[0].Name != "calldata");
    }

    [Fact]
    public void AnAbiOfTooManyMembersIsReadAsFarAsTheyAreNot()
    {
        string many = string.Join(',', Enumerable.Repeat("""{"name":"a","type":"A"}""", 19_000));
        ContractAbi abi = ContractAbi.Parse($$"""
            [{"type":"function","name":"f","inputs":[{{many}}],"outputs":[]},{"type":"function","name":"g","inputs":[{{many}}],"outputs":[]}]
            """);
        Assert.Equal("f", Assert.Single(abi.Functions).Name);
        Assert.Null(AbiType.Parse(new string('A', 4097)));
        Assert.NotNull(AbiType.Parse(new string('A', 4096)));
    }

    private static Felt Function(ContractAbi abi) => abi.Functions[0].Selector;
}
