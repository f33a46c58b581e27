using System;
using System.IO;
using System.IO.MemoryMappedFiles;

namespace Kraken.Fuzz.Running;

/// <summary>The input that a process is working on, in memory that outlives it: a stack that overflows takes all else with it.</summary>
internal sealed class CurrentInput : IDisposable
{
    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;

    internal CurrentInput(string path, int maxBytes)
    {
        file = MemoryMappedFile.CreateFromFile(path, FileMode.Create, null, sizeof(int) + (long)maxBytes);
        view = file.CreateViewAccessor();
    }

    /// <summary>Notes an input.</summary>
    internal void Set(byte[] input)
    {
        view.Write(0, 0);
        view.WriteArray(sizeof(int), input, 0, input.Length);
        view.Write(0, input.Length);
    }

    /// <summary>The input that a process left.</summary>
    internal static byte[] Read(string path)
    {
        byte[] content = File.ReadAllBytes(path);
        int length = BitConverter.ToInt32(content);
        return content[sizeof(int)..(sizeof(int) + length)];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        view.Dispose();
        file.Dispose();
    }
}
