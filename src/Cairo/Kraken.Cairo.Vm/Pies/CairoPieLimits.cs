namespace Kraken.Cairo.Vm.Pies;

/// <summary>What a PIE may hold.</summary>
/// <param name="JsonBytes">Bytes of each JSON file in it, unpacked; reading takes up to some forty times as much.</param>
/// <param name="Cells">Cells of the memory, and of all segments together; reading takes some 60 bytes for each that is there.</param>
public sealed record CairoPieLimits(int ArchiveBytes, int JsonBytes, int Cells, int Segments)
{
    /// <summary>
    /// Those of a command. Ten transfers are 1.2 MB, 0.4 MB of JSON and 246,000 cells, so that this is some hundred times as much. An
    /// address of the format has 16 bits for its segment.
    /// </summary>
    public static CairoPieLimits Default { get; } = new(64 << 20, 8 << 20, 1 << 23, 1 << 16);
}
