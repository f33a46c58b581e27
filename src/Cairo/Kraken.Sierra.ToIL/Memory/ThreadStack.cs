using System;
using System.Runtime.InteropServices;

namespace Kraken.Sierra.ToIL.Memory;

/// <summary>How much of a thread's stack is left. The runtime does not tell; the system does.</summary>
internal static unsafe class ThreadStack
{
    // More than any system's pthread_attr_t.
    private const int AttributeBytes = 256;

    [ThreadStatic]
    private static nuint lowest;

    /// <summary>The bytes below here; zero where the system does not tell.</summary>
    internal static long Remaining
    {
        get
        {
            if (lowest == 0)
            {
                lowest = OperatingSystem.IsLinux() ? Find() : nuint.MaxValue;
            }

            nuint here = CallMemory.StackHere();
            return lowest < here ? (long)(here - lowest) : 0;
        }
    }

    private static nuint Find()
    {
        // SAFETY: the buffer is larger than the structure, which is initialised by the first call and released by the last.
        byte* attributes = stackalloc byte[AttributeBytes];
        if (GetAttributes(Self(), attributes) != 0)
        {
            return nuint.MaxValue;
        }

        nuint address;
        nuint size;
        int code = GetStack(attributes, &address, &size);
        _ = Release(attributes);
        return code == 0 && address != 0 ? address : nuint.MaxValue;
    }

    [DllImport("libc", EntryPoint = "pthread_self")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nuint Self();

    [DllImport("libc", EntryPoint = "pthread_getattr_np")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetAttributes(nuint thread, byte* attributes);

    [DllImport("libc", EntryPoint = "pthread_attr_getstack")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetStack(byte* attributes, nuint* address, nuint* size);

    [DllImport("libc", EntryPoint = "pthread_attr_destroy")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Release(byte* attributes);
}
