using System;
using System.Linq;
using Kraken.Casm.Builtins;
using Kraken.Execution.Constants;
using Kraken.Fields;
using Xunit;

namespace Kraken.Execution.Tests.Constants;

/// <summary>One list of builtins: what is priced has the names and numbers of the machine's builtins.</summary>
public sealed class PricedBuiltinsTests
{
    [Fact]
    public void EveryBuiltinIsPricedUnderItsName()
    {
        BuiltinName[] names = Enum.GetValues<BuiltinName>();
        Assert.Equal(BuiltinCounts.Length, names.Length + 1);
        Assert.All(names, name =>
        {
            Assert.Equal(name.ToString(), name.Priced().ToString());
            Assert.Equal(name.Priced(), PricedBuiltins.Parse(name.Text()));
            Assert.Equal(name.Priced(), PricedBuiltins.Parse($"{name.Text()}_builtin"));
        });
    }

    [Theory]
    [InlineData("ecop", PricedBuiltin.EcOp)]
    [InlineData("blake", PricedBuiltin.Blake)]
    [InlineData("range_check96_builtin", PricedBuiltin.RangeCheck96)]
    public void TheConstantsFilesOwnNamesAreRead(string name, PricedBuiltin expected) => Assert.Equal(expected, PricedBuiltins.Parse(name));

    [Theory]
    [InlineData("")]
    [InlineData("Pedersen")]
    [InlineData("blake_opcode")]
    public void OtherNamesAreRefused(string name) => Assert.Throws<FormatException>(() => PricedBuiltins.Parse(name));

    [Fact]
    public void CompiledCodeFindsThePricesInItsOrder()
    {
        GasCosts gas = VersionedConstants.ForVersion("0.14.3")!.Gas;
        Assert.Equal(
            new[] { "pedersen", "bitwise", "ec_op", "poseidon", "add_mod", "mul_mod", "blake" }
                .Select(name => (Felt)gas.Of(PricedBuiltins.Parse(name))),
            gas.PricesBehindCode);
        Assert.Equal([4050, 583, 4085, 491, 230, 604, 3334], gas.PricesBehindCode.Select(price => (int)(ulong)price.ToBigInteger()));
    }
}
