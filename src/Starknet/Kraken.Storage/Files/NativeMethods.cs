using System.Runtime.InteropServices;

namespace Kraken.Storage.Files;

/// <summary>The calls of the system that .NET lacks: for syncing a folder, and for a name that one of several gets.</summary>
internal static class NativeMethods
{
    /// <summary>O_RDONLY; a folder opened so can be synced on Linux and macOS.</summary>
    public const int ReadOnlyDirectory = 0;

    /// <summary>EPERM: what a file system without hard links says to a link.</summary>
    public const int NotPermitted = 1;

    /// <summary>EEXIST.</summary>
    public const int Exists = 17;

    /// <summary>EOPNOTSUPP of Linux.</summary>
    public const int NotSupported = 95;

    /// <summary>ENOTSUP of macOS.</summary>
    public const int NotSupportedByMac = 45;

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Sync(int descriptor);

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Link(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string path, [MarshalAs(UnmanagedType.LPUTF8Str)] string other);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Close(int descriptor);
}
