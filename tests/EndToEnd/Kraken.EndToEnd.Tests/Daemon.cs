using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace Kraken.EndToEnd.Tests;

/// <summary>A running kraken process whose output goes to a file.</summary>
internal sealed class Daemon : IAsyncDisposable
{
    private readonly Process process;
    private readonly string log;

    public Daemon(string log, params string[] arguments)
        : this(Repository.Kraken, log, arguments)
    {
    }

    public Daemon(string program, string log, string[] arguments)
    {
        this.log = log;
        ProcessStartInfo start = new("/bin/sh") { RedirectStandardInput = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("log=$1; shift; exec \"$@\" >>\"$log\" 2>&1");
        start.ArgumentList.Add("sh");
        start.ArgumentList.Add(log);
        start.ArgumentList.Add(program);
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        process = Process.Start(start)!;
    }

    public string Output => File.Exists(log) ? File.ReadAllText(log) : "";

    public bool HasExited => process.HasExited;

    /// <summary>The exit code, once the process has ended.</summary>
    public async Task<int> ExitCodeAsync()
    {
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    /// <summary>The most memory that the process held so far, in bytes (VmHWM of /proc); 0 when it has ended.</summary>
    public long PeakMemory
    {
        get
        {
            try
            {
                // A process that ended and was not yet waited for has a status without the line.
                string? peak = File.ReadLines($"/proc/{process.Id}/status")
                    .FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
                string[] parts = peak?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? ["VmHWM:", "0"];
                return long.Parse(parts[1], CultureInfo.InvariantCulture) << 10;
            }
            catch (IOException)
            {
                return 0;
            }
        }
    }

    /// <summary>Sends a signal, such as STOP or CONT.</summary>
    public async Task SignalAsync(string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Sends SIGINT, as Ctrl-C does, and returns how long the process took to end.</summary>
    public async Task<TimeSpan> InterruptAsync()
    {
        Stopwatch watch = Stopwatch.StartNew();
        using Process kill = Process.Start("kill", ["-INT", $"{process.Id}"]);

        // A shell's background jobs ignore the signal, and so do their children: the test then fails instead of waiting for ever.
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return watch.Elapsed;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            using Process kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            if (!process.WaitForExit(TimeSpan.FromSeconds(12)))
            {
                process.Kill();
            }
        }

        await process.WaitForExitAsync();
        process.Dispose();
    }
}
