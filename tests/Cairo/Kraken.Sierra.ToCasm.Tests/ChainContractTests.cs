using System.IO;
using Xunit;

namespace Kraken.Sierra.ToCasm.Tests;

/// <summary>The contracts of the chain, and others, against the output of the genuine compiler.</summary>
public sealed class ChainContractTests
{
    [Theory]
    [InlineData("account")]
    [InlineData("erc20")]
    [InlineData("universal_deployer")]
    [InlineData("demo")]
    public void ChainContractsCompileToTheGenuineCasm(string name)
    {
        string folder = SharedData.PathOf("cairo/chain-contracts");
        Assert.Equal(
            (null, null), ClassComparison.Compare(Path.Combine(folder, $"{name}.sierra.json"), Path.Combine(folder, $"{name}.casm.json")));
    }
}
