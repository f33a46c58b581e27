namespace Kraken.State.Snapshots;

/// <summary>How much of a foreign store is checked.</summary>
public enum AuditDepth
{
    /// <summary>
    /// What stands above everything else: all headers from block 0 on, the certificate of the latest, and that the roots of its tries are
    /// those of its header.
    /// </summary>
    Certificate,

    /// <summary>
    /// Besides the content of every block, every certificate, every class, and the whole latest state: each node of its tries and each
    /// value.
    /// </summary>
    Whole,
}
