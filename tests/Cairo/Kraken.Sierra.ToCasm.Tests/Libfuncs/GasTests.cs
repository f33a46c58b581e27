using System.Numerics;
using Kraken.Sierra.ToCasm.Tests.Programs;
using Xunit;

namespace Kraken.Sierra.ToCasm.Tests.Libfuncs;

/// <summary>The gas counter: what is withdrawn is what the rest of the program costs, exactly at the bound.</summary>
public sealed class GasTests
{
    private const string Withdraw = """
        fn main(rc: RangeCheck, gas: GasBuiltin) -> (RangeCheck, GasBuiltin, felt252)
        withdraw_gas(rc, gas) { fallthrough(rc, gas) out(rc, gas) }
        felt252_const<1>() -> (result)
        return(rc, gas, result)
        out:
        felt252_const<0>() -> (result)
        return(rc, gas, result)
        """;

    [Fact]
    public void GasIsWithdrawnExactlyWhereThereIsEnough()
    {
        SierraMachine machine = new(Withdraw);
        SierraRun plenty = machine.Call();
        Assert.Equal([1], plenty.Numbers);
        long cost = SierraMachine.PlentyOfGas - plenty.Gas;
        Assert.InRange(cost, 0, 10_000);
        foreach (long gas in (long[])[0, 1, cost - 1, cost, cost + 1, 10 * cost])
        {
            if (gas < 0)
            {
                continue;
            }

            SierraRun run = machine.CallWithGas(gas);
            Assert.Equal([gas >= cost ? 1 : 0], run.Numbers);
            Assert.Equal(gas >= cost ? gas - cost : gas, run.Gas);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(9)]
    public void EachPedersenHashCostsItsPrice(int hashes)
    {
        // The price of a hash stands in the table behind the program; a step costs 100.
        long more = CostOf(hashes + 1) - CostOf(hashes);
        Assert.InRange(more, 4050 + 100, 4050 + 600);
        Assert.Equal(CostOf(3) - CostOf(2), CostOf(hashes + 1) - CostOf(hashes));
    }

    [Fact]
    public void LoopsPayForEachRound()
    {
        SierraMachine machine = new("""
            uses NonZero<felt252>
            fn main(rc: RangeCheck, gas: GasBuiltin, n: felt252, a: felt252, b: felt252) -> (RangeCheck, GasBuiltin, felt252)
            disable_ap_tracking() -> ()
            withdraw_gas(rc, gas) { fallthrough(rc, gas) out(rc, gas) }
            felt252_is_zero(n) { fallthrough() more(n) }
            drop<felt252>(b) -> ()
            store_temp<GasBuiltin>(gas) -> (gas)
            return(rc, gas, a)
            more:
            unwrap_non_zero<felt252>(n) -> (n)
            felt252_sub_const<1>(n) -> (n)
            dup<felt252>(b) -> (b, c)
            felt252_add(a, c) -> (sum)
            store_temp<RangeCheck>(rc) -> (rc)
            store_temp<GasBuiltin>(gas) -> (gas)
            store_temp<felt252>(n) -> (n)
            store_temp<felt252>(b) -> (b)
            store_temp<felt252>(sum) -> (sum)
            function_call<user@main>(rc, gas, n, b, sum) -> (rc, gas, result)
            return(rc, gas, result)
            out:
            drop<felt252>(n) -> ()
            drop<felt252>(a) -> ()
            drop<felt252>(b) -> ()
            felt252_const<-1>() -> (result)
            return(rc, gas, result)
            """);
        BigInteger minusOne = Kraken.Fields.Felt.Modulus - 1;
        (BigInteger a, BigInteger b) = (0, 1);
        long previous = 0;
        long step = 0;
        for (int n = 0; n < 30; n++)
        {
            SierraRun run = machine.Call(n, 0, 1);
            Assert.Equal([a], run.Numbers);
            long cost = SierraMachine.PlentyOfGas - run.Gas;
            Assert.True(n < 2 || cost - previous == step, $"round {n} costs {cost - previous}, the one before {step}");
            Assert.Equal([a], machine.CallWithGas(cost, n, 0, 1).Numbers);
            Assert.Equal([minusOne], machine.CallWithGas(cost - 1, n, 0, 1).Numbers);
            (step, previous) = (cost - previous, cost);
            (a, b) = (b, a + b);
        }
    }

    [Fact]
    public void ALoopThatWithdrawsNothingIsRefused()
    {
        SierraError? error = SierraMachine.Refusal("""
            fn main() -> ()
            function_call<user@main>() -> ()
            return()
            """);
        Assert.Equal(SierraErrorKind.GasMetadata, error?.Kind);
    }

    [Fact]
    public void TheAvailableGasIsTheCounter()
    {
        LibfuncProgram available = new("get_available_gas", "GasBuiltin", "GasBuiltin, u128");
        available.Check([], 0, SierraMachine.PlentyOfGas);
    }

    [Fact]
    public void AReserveIsCutOffTheCounterAndComesBack()
    {
        LibfuncProgram create = new("gas_reserve_create", "RangeCheck, GasBuiltin, u128", "RangeCheck, GasBuiltin, GasReserve",
            "RangeCheck, GasBuiltin");
        foreach (long amount in (long[])[0, 1, SierraMachine.PlentyOfGas, SierraMachine.PlentyOfGas + 1])
        {
            (int branch, _, SierraRun run) = create.Run(amount);
            bool enough = amount <= SierraMachine.PlentyOfGas;
            Assert.Equal(enough ? 0 : 1, branch);
            Assert.Equal(enough ? SierraMachine.PlentyOfGas - amount : SierraMachine.PlentyOfGas, run.Gas);
            Assert.Equal(enough ? amount : 0, run.Numbers[1]);
        }

        SierraRun whole = new LibfuncProgram("gas_reserve_utilize", "GasBuiltin, GasReserve", "GasBuiltin").Run(500).Run;
        Assert.Equal(SierraMachine.PlentyOfGas + 500, whole.Gas);
    }

    [Fact]
    public void ABranchThatCostsLessRedepositsTheRest()
    {
        SierraMachine machine = new("""
            uses NonZero<felt252>
            fn main(rc: RangeCheck, gas: GasBuiltin, pedersen: Pedersen, x: felt252) -> (RangeCheck, GasBuiltin, Pedersen, felt252)
            withdraw_gas(rc, gas) { fallthrough(rc, gas) out(rc, gas) }
            felt252_is_zero(x) { fallthrough() hash(y) }
            redeposit_gas(gas) -> (gas)
            felt252_const<0>() -> (result)
            return(rc, gas, pedersen, result)
            hash:
            unwrap_non_zero<felt252>(y) -> (y)
            dup<felt252>(y) -> (y, z)
            pedersen(pedersen, y, z) -> (pedersen, result)
            return(rc, gas, pedersen, result)
            out:
            drop<felt252>(x) -> ()
            felt252_const<-1>() -> (result)
            return(rc, gas, pedersen, result)
            """);
        long cheap = SierraMachine.PlentyOfGas - machine.Call(0).Gas;
        long dear = SierraMachine.PlentyOfGas - machine.Call(1).Gas;
        Assert.InRange(dear - cheap, 4050 - 1000, 4050 + 1000);

        // The counter must hold the dear branch's gas, though the cheap one gives it back.
        Assert.Equal([0], machine.CallWithGas(dear, 0).Numbers);
        Assert.Equal([Kraken.Fields.Felt.Modulus - 1], machine.CallWithGas(dear - 1, 0).Numbers);
    }

    private static long CostOf(int hashes)
    {
        string lines = string.Join('\n',
            System.Linq.Enumerable.Repeat("pedersen(hash, x, y) -> (hash, x)\nstore_temp<felt252>(x) -> (x)\ndup<felt252>(x) -> (x, y)",
                hashes));
        SierraMachine machine = new($$"""
            fn main(rc: RangeCheck, gas: GasBuiltin, hash: Pedersen, x: felt252, y: felt252) -> (RangeCheck, GasBuiltin, Pedersen, felt252)
            withdraw_gas(rc, gas) { fallthrough(rc, gas) out(rc, gas) }
            {{lines}}
            drop<felt252>(y) -> ()
            return(rc, gas, hash, x)
            out:
            drop<felt252>(x) -> ()
            return(rc, gas, hash, y)
            """);
        return SierraMachine.PlentyOfGas - machine.Call(3, 4).Gas;
    }
}
