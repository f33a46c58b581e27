using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Execution.Classes;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Genesis;
using Xunit;

namespace Kraken.Execution.Tests.Classes;

/// <summary>Classes are compiled once, however many are asked for and by whom.</summary>
public sealed class ClassCompilerTests
{
    [Fact]
    public void SeventyClassesAreKept()
    {
        ClassCompiler compiler = new();
        SierraClass[] classes = [.. Enumerable.Range(0, 70).Select(i => ChainContracts.UniversalDeployer.Class with { Abi = $"[{i}]" })];
        for (int pass = 0; pass < 2; pass++)
        {
            Assert.All(classes, sierra => Assert.True(compiler.TryCompile(sierra, out _, out _)));
        }

        Assert.Equal(70, compiler.Compilations);
    }

    [Fact]
    public async Task AClassThatManyAskForAtTheSameTimeIsCompiledOnce()
    {
        ClassCompiler compiler = new();
        SierraClass sierra = ChainContracts.Demo.Class;
        using Barrier barrier = new(4);
        Task<bool>[] askers = [.. Enumerable.Range(0, 4).Select(asker => Task.Factory.StartNew(
            () =>
            {
                barrier.SignalAndWait();
                return compiler.TryCompile(sierra, out CompiledContract? contract, out string? error) && error is null;
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))];
        Assert.All(await Task.WhenAll(askers), Assert.True);
        Assert.Equal(1, compiler.Compilations);
    }

    [Fact]
    public void ARefusalIsKeptToo()
    {
        ClassCompiler compiler = new();
        SierraClass broken = ChainContracts.Demo.Class with { SierraProgram = [.. ChainContracts.Demo.Class.SierraProgram.Take(20)] };
        for (int pass = 0; pass < 2; pass++)
        {
            Assert.False(compiler.TryCompile(broken, out _, out string? error));
            Assert.NotNull(error);
        }

        Assert.Equal(1, compiler.Compilations);
    }
}
