using System;
using System.Runtime.InteropServices;
using System.Threading;

namespace Kraken.Rpc.Limits;

/// <summary>Lets the threads of requests give way to the others of the node, consensus among them.</summary>
internal static partial class BackgroundPriority
{
    private const int ProcessOrThread = 0;
    private const int Self = 0;

    // With 10 the kernel gives such a thread about a tenth of what it gives one that it competes with.
    private const int Nice = 10;

    /// <summary>Lowers the calling thread's priority where the system allows.</summary>
    internal static void Enter()
    {
        if (OperatingSystem.IsLinux())
        {
            // Linux has no priorities of .NET's kind; its niceness belongs to the thread. A refusal leaves the thread as it was.
            _ = SetPriority(ProcessOrThread, Self, Nice);
            return;
        }

        Thread.CurrentThread.Priority = ThreadPriority.BelowNormal;
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int who, int priority);
}
