using System.Runtime.InteropServices;

namespace Kraken.Storage.Files;

/// <summary>The three calls of the system that .NET lacks for syncing a folder.</summary>
internal static class NativeMethods
{
    /// <summary>O_RDONLY; a folder opened so can be synced on Linux and macOS.</summary>
    public const int ReadOnlyDirectory = 0;

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Sync(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Close(int descriptor);
}
