using System.Linq;
using Kraken.Cairo.Vm.Runs;
using Kraken.Casm.Builtins;
using Xunit;

namespace Kraken.Cairo.Vm.Tests.Runs;

/// <summary>The layouts that proofs name, by the reference machine's tables.</summary>
public sealed class LayoutTests
{
    [Theory]
    [InlineData("plain", 16, 4, "")]
    [InlineData("small", 16, 4, "pedersen 8 range_check 8 ecdsa 512")]
    [InlineData("dex", 4, 4, "pedersen 8 range_check 8 ecdsa 512")]
    [InlineData("recursive", 4, 8, "pedersen 128 range_check 8 bitwise 8")]
    [InlineData("starknet", 4, 8, "pedersen 32 range_check 16 ecdsa 2048 bitwise 64 ec_op 1024 poseidon 32")]
    [InlineData("starknet_with_keccak", 4, 8, "pedersen 32 range_check 16 ecdsa 2048 bitwise 64 ec_op 1024 keccak 2048 poseidon 32")]
    [InlineData("all_cairo", 4, 8,
        "pedersen 256 range_check 8 ecdsa 2048 bitwise 16 ec_op 1024 keccak 2048 poseidon 256 range_check96 8 add_mod 128 mul_mod 256")]
    [InlineData("all_cairo_stwo", 4, 8,
        "pedersen 256 range_check 8 bitwise 16 ec_op 1024 poseidon 256 range_check96 8 add_mod 128 mul_mod 256")]
    [InlineData("stwo_no_ecop", 4, 8, "pedersen 256 range_check 8 bitwise 16 poseidon 256 range_check96 8 add_mod 128 mul_mod 256")]
    [InlineData("all_solidity", 8, 8, "pedersen 8 range_check 8 ecdsa 512 bitwise 256 ec_op 256")]
    public void RatiosAndUnitsAreThoseOfTheReference(string name, int rangeCheckUnits, int publicMemory, string builtins)
    {
        Layout layout = Layout.Find(name)!;
        Assert.Equal((rangeCheckUnits, publicMemory), (layout.RangeCheckUnits, layout.PublicMemoryFraction));
        string text = string.Join(' ', layout.Ratios.Where(r => r.Key != BuiltinName.Output).OrderBy(r => r.Key).Select(r =>
            $"{r.Key.Text()} {r.Value}"));
        Assert.Equal(builtins, text);
        Assert.Equal(name != "plain", layout.Has(BuiltinName.Output));
    }

    [Fact]
    public void OtherNamesAreNoLayouts()
    {
        Assert.Null(Layout.Find("Plain"));
        Assert.Null(Layout.Find(""));
        Assert.False(Layout.AllCairoStwo.Has(BuiltinName.SegmentArena));
        Assert.False(Layout.AllCairoStwo.Has(BuiltinName.Keccak));
    }
}
