using System;
using Kraken.Fuzz.Targets;

namespace Kraken.Fuzz.Mutation;

/// <summary>Makes inputs from others. A function of the random numbers.</summary>
/// <param name="random">Where choices come from.</param>
/// <param name="shape">What inputs look like.</param>
/// <param name="maxBytes">The longest input.</param>
internal sealed class Mutator(Random random, InputShape shape, int maxBytes)
{
    private const int LogMaxChanges = 3;

    private readonly ByteMutations bytes = new(random);
    private readonly JsonMutations json = new(random);
    private readonly FeltMutations felts = new(random);
    private readonly TextMutations text = new(random);

    /// <summary>Changes an input at one to some places.</summary>
    /// <param name="input">The input, which stays as it is.</param>
    /// <param name="other">Another one, of which parts may be taken.</param>
    internal byte[] Mutate(byte[] input, byte[] other)
    {
        byte[] changed = input;
        for (int changes = 1 << random.Next(LogMaxChanges + 1); changes > 0; changes--)
        {
            byte[] next = Change(changed, other);
            changed = next.Length <= maxBytes ? next : changed;
        }

        return changed;
    }

    private byte[] Change(byte[] input, byte[] other) => shape switch
    {
        InputShape.Json when random.Next(8) != 0 => json.Change(input, other) ?? bytes.Change(input, other),
        InputShape.Felts when random.Next(8) != 0 => (random.Next(4) == 0 ? json.Change(input, other) : felts.Change(input, other))
            ?? bytes.Change(input, other),
        InputShape.Text when random.Next(4) != 0 => text.Change(input, other),
        _ => bytes.Change(input, other),
    };
}
