using System.IO;
using System.Threading.Tasks;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Genesis;
using Xunit;

namespace Kraken.Dev.Tests;

/// <summary>Classes that lay in a folder beside others that are no use.</summary>
public sealed class FoundClassesTests
{
    private static readonly SierraClass Broken = ChainContracts.Demo.Class with { SierraProgram = [1, 2] };

    [Fact]
    public async Task OneThatDoesNotCompileIsLeftAside()
    {
        await using DevFixture dev = await DevFixture.StartAsync(new DevOptions { FoundClasses = [Broken, ChainContracts.Demo.Class] });
        await dev.CallAsync("starknet_getClass", $$"""{"block_id":"latest","class_hash":"{{ChainContracts.Demo.ClassHash}}"}""");
        (int code, _) = await dev.RefusedAsync(
            "starknet_getClass", $$"""{"block_id":"latest","class_hash":"{{ClassHash.Compute(Broken)}}"}""");
        Assert.Equal(28, code);
    }

    [Fact]
    public async Task OneThatWasNamedIsRefused()
    {
        InvalidDataException refusal = await Assert.ThrowsAsync<InvalidDataException>(
            () => DevFixture.StartAsync(new DevOptions { Classes = [Broken] }));
        Assert.Contains("does not compile", refusal.Message, System.StringComparison.Ordinal);
    }
}
