using Kraken.Cairo0.Flow;

namespace Kraken.Cairo0.Preprocessing;

/// <summary>What is known of a function while it is compiled and after. Attempts that are discarded leave their mark here.</summary>
/// <param name="entry">Where ap is at its beginning.</param>
internal sealed class FunctionProgress(ApTracking entry)
{
    /// <summary>Where ap is at its beginning.</summary>
    public ApTracking Entry { get; } = entry;

    public bool IsCompiled { get; set; }

    /// <summary>How far ap moves from its beginning to its returns.</summary>
    public ApChange Change { get; set; }
}
