namespace Kraken.Feeder;

/// <summary>
/// The bounds of the gateways, on either side; the bytes of bodies and answers that are served are bounded by the server of the JSON-RPC
/// beside them (its options), which serves these too.
/// </summary>
public sealed record FeederLimits
{
    /// <summary>The most bytes of a query, as it comes.</summary>
    public int MaxQueryBytes { get; init; } = 1024;

    /// <summary>The most parameters of a query.</summary>
    public int MaxParameters { get; init; } = 8;

    /// <summary>
    /// The most bytes to which the program of a declare may unpack, as JSON: more than any class that a chain takes, in whatever
    /// form it is written.
    /// </summary>
    public int MaxProgramBytes { get; init; } = 6 << 20;

    /// <summary>The most bytes of a block, with its state update, that a client takes.</summary>
    public int MaxBlockBytes { get; init; } = 64 << 20;

    /// <summary>The most bytes of a class, compiled or not, that a client takes.</summary>
    public int MaxClassBytes { get; init; } = 32 << 20;

    /// <summary>The most bytes of any other answer that a client takes, those of errors among them.</summary>
    public int MaxSmallBytes { get; init; } = 64 << 10;
}
