using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace Kraken.Farm.Tests.Servers;

/// <summary>A process that a test started and ends by its id, with what it printed in a file.</summary>
internal sealed class ServerProcess : IDisposable
{
    // Below the ports of outgoing connections, which hold theirs for a minute after they end.
    private const int FirstPort = 20_000;
    private const int LastPort = 32_000;

    private readonly Process process;

    private ServerProcess(Process process, string log)
    {
        this.process = process;
        Log = log;
    }

    /// <summary>The file with what it printed.</summary>
    public string Log { get; }

    /// <summary>Whether it ended.</summary>
    public bool HasEnded => process.HasExited;

    /// <summary>Its exit code, when it has ended.</summary>
    public int ExitCode => process.ExitCode;

    /// <summary>What it printed so far.</summary>
    public string Printed
    {
        get
        {
            using FileStream file = new(Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using StreamReader reader = new(file);
            return reader.ReadToEnd();
        }
    }

    /// <summary>Starts a program; a missing one fails loudly.</summary>
    public static ServerProcess Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, string log)
    {
        if (!File.Exists(program))
        {
            throw new FileNotFoundException($"{program} is not installed; './kraken test Kraken.Farm' installs it");
        }

        // The shell is replaced by the program, so its id is the program's.
        ProcessStartInfo start = new("/bin/sh") { UseShellExecute = false };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("exec \"$0\" \"$@\" > \"$KRAKEN_TEST_LOG\" 2>&1");
        start.ArgumentList.Add(program);
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["KRAKEN_TEST_LOG"] = log;
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return new ServerProcess(Process.Start(start)!, log);
    }

    /// <summary>A port that nobody listens at.</summary>
    public static int FreePort()
    {
        while (true)
        {
            int port = Random.Shared.Next(FirstPort, LastPort);
            try
            {
                using TcpListener listener = new(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken; another one.
            }
        }
    }

    /// <summary>Ends it at once, as a power cut would (SIGKILL).</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Waits for its end.</summary>
    public Task EndAsync() => process.WaitForExitAsync();

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        process.Dispose();
    }
}
