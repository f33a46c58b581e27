using System;
using System.Diagnostics;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using Kraken.Cli.Files;
using Xunit;

namespace Kraken.Cli.Tests;

/// <summary>Files that are written piece by piece are whole or as they were, and nothing but a file is replaced by one.</summary>
public sealed class OutputFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kraken-output-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task ALinkStaysOneAndItsFileIsWritten()
    {
        (string target, string link) = (Path.Combine(folder, "target"), Path.Combine(folder, "link"));
        await File.WriteAllTextAsync(target, "before", TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(link, target);
        await WriteAsync(link, "after");
        Assert.Equal(target, new FileInfo(link).LinkTarget);
        Assert.Equal("after", await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken));
        Assert.Equal(2, Directory.GetFileSystemEntries(folder).Length);
    }

    [Fact]
    public async Task ADeviceIsWrittenToAndNotReplaced()
    {
        string link = Path.Combine(folder, "nothing");
        File.CreateSymbolicLink(link, "/dev/null");
        await WriteAsync(link, "gone");
        Assert.Equal("/dev/null", new FileInfo(link).LinkTarget);
        Assert.Empty(await File.ReadAllTextAsync("/dev/null", TestContext.Current.CancellationToken));
        Assert.Equal([link], Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public async Task APipeIsOpenedOnceItIsWrittenTo()
    {
        string pipe = Path.Combine(folder, "pipe");
        using (Process made = Process.Start("mkfifo", pipe))
        {
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, made.ExitCode);
        }

        // Whoever opened it to see whether it can be written would wait for a reader here.
        Assert.Null(OutputFile.FindProblem(pipe));
        using Process reader = Process.Start(new ProcessStartInfo("cat", [pipe]) { RedirectStandardOutput = true })!;
        await WriteAsync(pipe, "through");
        Assert.Equal("through", await reader.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.Equal([pipe], Directory.GetFileSystemEntries(folder));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AFailureLeavesWhatWasThere(bool isThere)
    {
        string path = Path.Combine(folder, "file");
        if (isThere)
        {
            await File.WriteAllTextAsync(path, "before", TestContext.Current.CancellationToken);
        }

        await Assert.ThrowsAsync<InvalidOperationException>(() => OutputFile.WriteAsync(path, async stream =>
        {
            await stream.WriteAsync(new byte[100_000]);
            throw new InvalidOperationException("the run ended");
        }));
        Assert.Equal(isThere ? [path] : [], Directory.GetFileSystemEntries(folder));
        Assert.Equal("before", isThere ? await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken) : "before");
    }

    private static Task WriteAsync(string path, string text) =>
        OutputFile.WriteAsync(path, async stream => await stream.WriteAsync(Encoding.UTF8.GetBytes(text)));
}
