using System.Numerics;
using Kraken.Fields;
using Kraken.Stark.Channels;

namespace Kraken.Stark.Prover.Merkle;

/// <summary>
/// A Poseidon tree with all layers in managed memory, hashed in lanes; <see cref="Scalar.ScalarMerkleTree{C,H}"/> is its twin.
/// </summary>
internal sealed class PoseidonMerkleTree : MerkleTree<Felt>
{
    private readonly Felt[][] layers;

    /// <summary>Builds the tree over leaves.</summary>
    /// <param name="leaves">A power of two of them, see <see cref="PoseidonLeaves"/>.</param>
    public PoseidonMerkleTree(Felt[] leaves)
        : base(BitOperations.Log2((uint)leaves.Length))
    {
        layers = new Felt[Height + 1][];
        layers[Height] = leaves;
        for (int log = Height - 1; log >= 0; log--)
        {
            layers[log] = NodeLayers.Halve<Poseidon252Channel, Felt>(layers[log + 1]);
        }
    }

    /// <inheritdoc/>
    public override Felt Node(int log, long index) => layers[log][index];

    /// <inheritdoc/>
    public override void Dispose()
    {
    }
}
