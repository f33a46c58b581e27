using Kraken.Explorer.Calling;
using Kraken.Explorer.Tokens;

namespace Kraken.Explorer.Chain;

/// <summary>What pages are made from.</summary>
/// <param name="Proofs">The proofs of its blocks.</param>
/// <param name="Watcher">What the watcher says of itself.</param>
internal sealed record ExplorerData(NodeReader Node, ClassCatalog Classes, RangeCatalog Proofs, WatcherReader Watcher)
{
    /// <summary>What contracts are as tokens.</summary>
    public TokenReader Token { get; init; } = new(Node, Classes, null);

    /// <summary>The tokens that were found.</summary>
    public required TokenCatalog Tokens { get; init; }

    /// <summary>Who signed blocks.</summary>
    public CertificateReader Certificates { get; init; } = new(Node, null);

    /// <summary>Whether L1 took messages.</summary>
    public DeliveryReader Deliveries { get; init; } = new(null);

    /// <summary>What blocks' transactions paid.</summary>
    public FeeSums Fees { get; init; } = new(Node);

    /// <summary>The programs of classes as text.</summary>
    public ProgramReader Programs { get; init; } = new(Node, Classes);

    /// <summary>Signs with the keys of development chains.</summary>
    public required DevelopmentSigner Signer { get; init; }
}
