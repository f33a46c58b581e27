using System;
using System.Linq;
using System.Numerics;
using Kraken.Fields;
using Kraken.State.Journal;

namespace Kraken.State.Tests.Store.Pruning;

/// <summary>
/// Few contracts, cells and values, so that values come back, contracts have equal storage, and a trie has equal subtries at several
/// places: nodes are made again, and shared, all the time.
/// </summary>
internal sealed class RandomChanges(int seed)
{
    private static readonly Felt[] Cells =
    [
        0, 1, 2, 3, 16, 17, 18, 19, Felt.FromBigInteger(BigInteger.One << 250), Felt.FromBigInteger((BigInteger.One << 250) + 1),
    ];

    private static readonly Felt[] Contracts = [1, 5, 6, 7, Felt.FromBigInteger(BigInteger.One << 249)];

    private readonly Random random = new(seed);

    /// <summary>Does what a block does.</summary>
    public void Apply(JournaledState state)
    {
        int count = random.Next(6);
        for (int i = 0; i < count; i++)
        {
            Felt contract = Pick(Contracts);
            switch (random.Next(10))
            {
                case 0:
                    state.SetNonce(contract, random.Next(3));
                    break;
                case 1:
                    state.SetClassHash(contract, 70 + random.Next(2));
                    break;
                case 2:
                    state.SetCompiledClassHash(80 + random.Next(3), 90 + random.Next(2));
                    break;
                case 3:
                    ForAll(state, Pick(Cells), random.Next(3));
                    break;
                case 4:
                    Pair(state, contract);
                    break;
                case 5:
                    Cells.ToList().ForEach(cell => state.SetStorage(contract, cell, 0));
                    break;
                default:
                    state.SetStorage(contract, Pick(Cells), random.Next(3));
                    break;
            }
        }
    }

    // The same value in every contract.
    private static void ForAll(JournaledState state, Felt cell, int value) =>
        Contracts.ToList().ForEach(contract => state.SetStorage(contract, cell, value));

    // The cells 0 to 3 and 16 to 19 alike: one subtrie at two places.
    private void Pair(JournaledState state, Felt contract)
    {
        for (int cell = 0; cell < 4; cell++)
        {
            int value = random.Next(3);
            state.SetStorage(contract, cell, value);
            state.SetStorage(contract, 16 + cell, value);
        }
    }

    private Felt Pick(Felt[] from) => from[random.Next(from.Length)];
}
