using System.Linq;
using System.Numerics;
using System.Text;
using Kraken.Fields;
using Kraken.Sierra.ToCasm.Tests.Programs;
using Xunit;

namespace Kraken.Sierra.ToIL.Tests;

/// <summary>Loops whose sums and differences are compiled into them, and those beyond their number, which are calls.</summary>
public sealed class FeltLoopTests
{
    // Each turn adds, subtracts and exchanges. A product is a call, which takes variables by their address.
    private const string Head = """
        fn main(RangeCheck: RangeCheck, GasBuiltin: GasBuiltin, a: felt252, b: felt252, n: felt252) -> (RangeCheck, GasBuiltin, felt252)
        disable_ap_tracking() -> ()
        withdraw_gas(RangeCheck, GasBuiltin) { fallthrough(RangeCheck, GasBuiltin) poor(RangeCheck, GasBuiltin) }
        store_temp<RangeCheck>(RangeCheck) -> (RangeCheck)
        dup<felt252>(n) -> (n, m)
        felt252_is_zero(m) { fallthrough() more(m) }
        drop<felt252>(n) -> ()
        drop<felt252>(b) -> ()
        return(RangeCheck, GasBuiltin, a)
        more:
        drop<NonZero<felt252>>(m) -> ()

        """;

    private const string Tail = """
        felt252_sub_const<1>(n) -> (n)
        store_temp<RangeCheck>(RangeCheck) -> (RangeCheck)
        store_temp<GasBuiltin>(GasBuiltin) -> (GasBuiltin)
        store_temp<felt252>(b) -> (b)
        store_temp<felt252>(a) -> (a)
        store_temp<felt252>(n) -> (n)
        function_call<user@main>(RangeCheck, GasBuiltin, b, a, n) -> (RangeCheck, GasBuiltin, r)
        return(RangeCheck, GasBuiltin, r)
        poor:
        drop<felt252>(n) -> ()
        drop<felt252>(b) -> ()
        return(RangeCheck, GasBuiltin, a)
        """;

    private static readonly BigInteger[] Values =
        [0, 1, 2, Felt.Modulus - 1, Felt.Modulus - 2, (Felt.Modulus - 1) / 2, (Felt.Modulus + 1) / 2, BigInteger.One << 192];

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(15, false)]
    [InlineData(40, true)]
    public void BothEnginesAndIntegersAgree(int rounds, bool multiplies)
    {
        StringBuilder source = new(Head);
        for (int i = 0; i < rounds; i++)
        {
            source.Append("dup<felt252>(b) -> (b, c)\nfelt252_add(a, c) -> (a)\nstore_temp<felt252>(a) -> (a)\n");
            source.Append("dup<felt252>(a) -> (a, c)\nfelt252_sub(b, c) -> (b)\nstore_temp<felt252>(b) -> (b)\n");
            source.Append("felt252_add_const<7>(b) -> (b)\nstore_temp<felt252>(b) -> (b)\n");
        }

        if (multiplies)
        {
            source.Append("dup<felt252>(b) -> (b, c)\nfelt252_mul(a, c) -> (a)\nstore_temp<felt252>(a) -> (a)\n");
        }

        SierraMachine machine = new(source.Append(Tail).ToString());
        foreach ((BigInteger a, BigInteger b) in Values.SelectMany(a => Values.Select(b => (a, b))))
        {
            foreach (int turns in new[] { 0, 1, 4 })
            {
                Assert.Equal(Expected(a, b, turns, rounds, multiplies), machine.Call(a, b, turns).Numbers[0]);
            }
        }

        Assert.Null(machine.NotNative);
    }

    private static BigInteger Expected(BigInteger a, BigInteger b, int turns, int rounds, bool multiplies)
    {
        for (; turns > 0; turns--)
        {
            for (int i = 0; i < rounds; i++)
            {
                a += b;
                b = b - a + 7;
            }

            a = multiplies ? a * b : a;
            (a, b) = (b % Felt.Modulus, a % Felt.Modulus);
        }

        return ((a % Felt.Modulus) + Felt.Modulus) % Felt.Modulus;
    }
}
