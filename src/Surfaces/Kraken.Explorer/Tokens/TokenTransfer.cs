using System.Collections.Immutable;
using System.Numerics;
using Kraken.Fields;
using Kraken.Rpc.Client;

namespace Kraken.Explorer.Tokens;

/// <summary>A transfer, read from its event.</summary>
/// <param name="From">Who gave; zero for what was made.</param>
/// <param name="To">Who got; zero for what was destroyed.</param>
/// <param name="Amount">How much in the smallest unit, or which one of a collection.</param>
internal sealed record TokenTransfer(EmittedEvent Event, Felt From, Felt To, BigInteger Amount)
{
    private const int Felts = 4;

    /// <summary>
    /// Reads an event with the name of a transfer: sender, receiver and the two felts of an amount follow the name, some as keys and the
    /// rest as data. Null when they do not.
    /// </summary>
    public static TokenTransfer? Of(EmittedEvent happened)
    {
        int name = happened.Event.Keys.IndexOf(TokenReader.Transfer);
        if (name < 0)
        {
            return null;
        }

        ImmutableArray<Felt> felts = [.. happened.Event.Keys[(name + 1)..], .. happened.Event.Data];
        return felts.Length == Felts ? new(happened, felts[0], felts[1], felts[2].ToBigInteger() + (felts[3].ToBigInteger() << 128)) : null;
    }
}
