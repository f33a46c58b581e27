using System.Collections.Generic;
using System.Linq;
using Kraken.Fields;
using Xunit;

namespace Kraken.Hashing.Tests;

/// <summary>The permutation with its folded keys and unreduced sums against the rounds as they are specified.</summary>
public sealed class HadesPermutationTests
{
    [Fact]
    public void AgreesWithTheSpecifiedRounds()
    {
        foreach (Felt[] state in States())
        {
            Felt[] expected = HadesBySpecification.Permute(state);
            Felt[] actual = [.. state];
            Poseidon.Permute(actual);
            Assert.Equal(expected, actual);
        }
    }

    private static IEnumerable<Felt[]> States()
    {
        Felt[] edges = [Felt.Zero, Felt.One, Felt.MinusOne, Felt.Parse("0x7fffffffffffff"), -(Felt)2UL, Felt.One / 2UL];
        foreach (Felt x in edges)
        {
            foreach (Felt y in edges)
            {
                foreach (Felt z in edges)
                {
                    yield return [x, y, z];
                }
            }
        }

        Felt[] state = [(Felt)3UL, (Felt)1UL, (Felt)4UL];
        for (int i = 0; i < 500; i++)
        {
            state = HadesBySpecification.Permute(state);
            yield return state;
        }

        // Before the first cube all elements are P - 1 or zero.
        Felt[] keys = HadesConstants.RoundKeys[..3].ToArray();
        yield return [.. keys.Select(key => Felt.MinusOne - key)];
        yield return [.. keys.Select(key => -key)];
    }
}
