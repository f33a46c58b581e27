namespace Kraken.Starknet.Blocks;

/// <summary>
/// The protocol versions that this code knows by name. Who is bound to one names it, and stays with it when a newer one is added.
/// </summary>
public static class ProtocolVersions
{
    /// <summary>The version of July 2026: blocks of it are built, proved, and checked by the published operating system.</summary>
    public const string V0_14_4 = "0.14.4";
}
