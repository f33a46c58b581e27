using System;
using System.Collections.Immutable;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using Kraken.Cli.Verbs;
using Kraken.Dev;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Json;
using Xunit;

namespace Kraken.Cli.Tests;

/// <summary>Folders of classes hold whatever lies in folders.</summary>
public sealed class ClassFolderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kraken-cli-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task PipesDevicesAndWhatIsNoClassAreLeftAside()
    {
        using (Process made = Process.Start("mkfifo", Path.Combine(folder, "pipe.sierra.json")))
        {
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Directory.CreateDirectory(Path.Combine(folder, "folder.sierra.json"));
        File.CreateSymbolicLink(Path.Combine(folder, "zero.sierra.json"), "/dev/zero");
        File.CreateSymbolicLink(Path.Combine(folder, "none.sierra.json"), "/nonexistent");
        File.WriteAllText(Path.Combine(folder, "empty.sierra.json"), string.Empty);
        File.WriteAllText(Path.Combine(folder, "text.sierra.json"), "no class");
        using (FileStream file = new(Path.Combine(folder, "holes.sierra.json"), FileMode.CreateNew))
        {
            file.SetLength(10L << 30);
        }

        SierraClass own = ChainContracts.Demo.Class;
        File.WriteAllBytes(Path.Combine(folder, "own.sierra.json"), SierraClassJson.ToBytes(own));
        (ImmutableArray<SierraClass> named, ImmutableArray<SierraClass> found) = ClassFiles.ReadAll("--class", [folder]);
        Assert.Empty(named);
        Assert.Equal(ChainContracts.Demo.ClassHash, ClassHash.Compute(Assert.Single(found)));
    }

    [Fact]
    public void ThereAreAsManyAsMayBeAndNotOneMore()
    {
        byte[] json = SierraClassJson.ToBytes(ChainContracts.Demo.Class);
        for (int i = 0; i < DevOptions.MaxClasses; i++)
        {
            File.WriteAllBytes(Path.Combine(folder, $"{i}.sierra.json"), json);
        }

        Assert.Equal(DevOptions.MaxClasses, ClassFiles.ReadAll("--class", [folder]).Found.Length);
        InvalidDataException refusal = Assert.Throws<InvalidDataException>(
            () => ClassFiles.ReadAll("--class", [folder, Path.Combine(folder, "0.sierra.json")]));
        Assert.Contains($"at most {DevOptions.MaxClasses} classes", refusal.Message, StringComparison.Ordinal);
    }
}
