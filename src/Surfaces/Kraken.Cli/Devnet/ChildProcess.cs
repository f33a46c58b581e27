using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Kraken.Cli.Devnet;

/// <summary>
/// One process of a local network: this same binary with another verb. Its output goes to a log file.
/// Closing its standard input asks it to stop, so a child never outlives a parent that died.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly Task log;

    private ChildProcess(string name, Process process, Task log)
    {
        Name = name;
        this.process = process;
        this.log = log;
    }

    /// <summary>The name in messages and of the log file.</summary>
    public string Name { get; }

    /// <summary>True once the process has ended.</summary>
    public bool HasExited => process.HasExited;

    /// <summary>The exit code; valid once <see cref="HasExited"/>.</summary>
    public int ExitCode => process.ExitCode;

    /// <summary>Starts the verb with its arguments, appending both output streams to <paramref name="logFile"/>.</summary>
    public static ChildProcess Start(string name, string logFile, params ReadOnlySpan<string> arguments)
    {
        ProcessStartInfo start = new(Environment.ProcessPath ?? throw new InvalidOperationException("the path of this program is unknown"))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.ArgumentList.Add("--stop-with-stdin");
        Directory.CreateDirectory(Path.GetDirectoryName(logFile)!);
        Process process = Process.Start(start) ?? throw new InvalidOperationException($"{name} did not start");
        return new ChildProcess(name, process, CopyOutputAsync(process, logFile));
    }

    /// <summary>Completes when the process has ended.</summary>
    public Task WaitAsync(CancellationToken cancellation) => process.WaitForExitAsync(cancellation);

    /// <summary>Asks the process to stop and kills it after the given time.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        if (!process.HasExited)
        {
            process.StandardInput.Close();
            using CancellationTokenSource limit = new(patience);
            try
            {
                await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }

        await log.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.Zero).ConfigureAwait(false);
        process.Dispose();
    }

    private static async Task CopyOutputAsync(Process process, string logFile)
    {
        FileStream file = new(logFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        await using (file.ConfigureAwait(false))
        {
            TextWriter writer = TextWriter.Synchronized(new StreamWriter(file) { AutoFlush = true });
            await Task.WhenAll(
                CopyLinesAsync(process.StandardOutput, writer), CopyLinesAsync(process.StandardError, writer)).ConfigureAwait(false);
        }
    }

    private static async Task CopyLinesAsync(StreamReader source, TextWriter destination)
    {
        while (await source.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            await destination.WriteLineAsync(line).ConfigureAwait(false);
        }
    }
}
