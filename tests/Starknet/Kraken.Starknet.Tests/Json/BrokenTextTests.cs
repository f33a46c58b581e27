using System.Text;
using Kraken.Serialization.Json;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Json;
using Xunit;

namespace Kraken.Starknet.Tests.Json;

/// <summary>Half a surrogate pair, which JSON can spell, is refused as text and never thrown.</summary>
public sealed class BrokenTextTests
{
    [Theory]
    [InlineData("""
        "\ud800"
        """)]
    [InlineData("""
        [{"\udc00": 1}]
        """)]
    public void AnAbiOfHalfASurrogatePairIsRefused(string abi)
    {
        byte[] json = Encoding.UTF8.GetBytes(
            """{"sierra_program":["0x1"],"contract_class_version":"0.1.0","entry_points_by_type":"""
            + $$"""{"CONSTRUCTOR":[],"EXTERNAL":[],"L1_HANDLER":[]},"abi":{{abi}}}""");
        Assert.False(SierraClassJson.TryDecode(json, out SierraClass? _, out DecodeError? error));
        Assert.Contains("abi", error!.ToString(), System.StringComparison.Ordinal);
    }
}
