using System.Linq;
using System.Numerics;
using Kraken.Cairo.Vm.Errors;
using Kraken.Sierra.ToCasm.Tests.Programs;
using Xunit;

namespace Kraken.Sierra.ToCasm.Tests.Libfuncs;

/// <summary>Calls, jumps, local variables and branches that meet again.</summary>
public sealed class FlowTests
{
    [Fact]
    public void FunctionsCallEachOtherInAnyOrder()
    {
        SierraMachine machine = new("""
            fn main(x: felt252) -> (felt252)
            store_temp<felt252>(x) -> (x)
            function_call<user@twice>(x) -> (x, y)
            drop<felt252>(x) -> ()
            store_temp<felt252>(y) -> (y)
            function_call<user@square>(y) -> (y)
            return(y)
            fn square(x: felt252) -> (felt252)
            dup<felt252>(x) -> (x, y)
            felt252_mul(x, y) -> (x)
            return(x)
            fn twice(x: felt252) -> (felt252, felt252)
            dup<felt252>(x) -> (x, y)
            felt252_mul_const<2>(y) -> (y)
            return(x, y)
            """);
        Assert.Equal([100], machine.Call(5).Numbers);
    }

    [Fact]
    public void BranchesMeetAgainWithTheSameVariables()
    {
        SierraMachine machine = new("""
            uses NonZero<felt252>
            fn main(x: felt252) -> (felt252)
            dup<felt252>(x) -> (x, y)
            felt252_is_zero(x) { fallthrough() other(x) }
            felt252_const<7>() -> (z)
            store_temp<felt252>(z) -> (z)
            jump() { join() }
            other:
            unwrap_non_zero<felt252>(x) -> (x)
            felt252_mul_const<3>(x) -> (z)
            store_temp<felt252>(z) -> (z)
            join:
            felt252_add(z, y) -> (z)
            return(z)
            """);
        Assert.Equal([7], machine.Call(0).Numbers);
        Assert.Equal([20], machine.Call(5).Numbers);
    }

    [Fact]
    public void LocalsOutliveAnUnknownChangeOfTheStack()
    {
        const int Depth = 6;
        SierraMachine machine = new("""
            uses Uninitialized<felt252>; NonZero<felt252>
            fn main(n: felt252) -> (felt252)
            alloc_local<felt252>() -> (place)
            finalize_locals() -> ()
            dup<felt252>(n) -> (n, kept)
            store_local<felt252>(place, kept) -> (kept)
            store_temp<felt252>(n) -> (n)
            function_call<user@down>(n) -> (result)
            felt252_mul_const<1000>(kept) -> (kept)
            store_temp<felt252>(kept) -> (kept)
            felt252_add(kept, result) -> (result)
            return(result)
            fn down(n: felt252) -> (felt252)
            revoke_ap_tracking() -> ()
            felt252_is_zero(n) { fallthrough() more(n) }
            felt252_const<0>() -> (result)
            return(result)
            more:
            unwrap_non_zero<felt252>(n) -> (n)
            felt252_add_const<1>(n) -> (n)
            return(n)
            """);
        Assert.Equal([(Depth * 1000) + Depth + 1], machine.Call(Depth).Numbers);
        Assert.Equal([0], machine.Call(0).Numbers);
    }

    [Fact]
    public void APanicThatMustNotHappenStopsTheMachine()
    {
        SierraMachine machine = new("""
            uses NonZero<felt252>
            fn main(x: felt252) -> ()
            felt252_is_zero(x) { fallthrough() broken(x) }
            return()
            broken:
            drop<NonZero<felt252>>(x) -> ()
            unsafe_panic() { }
            """);
        machine.Call(0);
        (_, VmError? error) = machine.TryCall(0, 1);
        Assert.Equal(VmErrorKind.DiffAssertValues, error!.Kind);
    }

    [Fact]
    public void ResultsOfManyCellsComeBackInOrder()
    {
        string members = string.Join(", ", Enumerable.Repeat("felt252", 20));
        string type = $"Struct<ut@Tuple, {members}>";
        SierraMachine machine = new($"""
            fn main(x: {type}, y: felt252) -> (felt252, {type})
            store_temp<{type}>(x) -> (x)
            function_call<user@echo>(x) -> (x)
            return(y, x)
            fn echo(x: {type}) -> ({type})
            return(x)
            """);
        BigInteger[] values = [.. Enumerable.Range(1, 20).Select(i => (BigInteger)i)];
        Assert.Equal([99, .. values], machine.Call(Argument.Cells(values), 99).Numbers);
    }

    [Theory]
    [InlineData("return(x, x)", SierraErrorKind.Compilation)]
    [InlineData("return(y)", SierraErrorKind.Compilation)]
    [InlineData("dup<felt252>(x) -> (x, y)\nreturn(x)", SierraErrorKind.Compilation)]
    [InlineData("felt252_add(x) -> (x)\nreturn(x)", SierraErrorKind.InvalidStatement)]
    [InlineData("felt252_add(x, x) -> (x, y)\nreturn(x)", SierraErrorKind.InvalidStatement)]
    [InlineData("u8_to_felt252(x) -> (x)\nreturn(x)", SierraErrorKind.Compilation)]
    public void VariablesAreUsedOnceAndWithTheirType(string body, SierraErrorKind kind)
    {
        string results = body == "return(x, x)" ? "felt252, felt252" : "felt252";
        SierraError? error = SierraMachine.Refusal($"uses u8\nfn main(x: felt252) -> ({results})\n{body}");
        Assert.True(error?.Kind == kind, error?.ToString() ?? "compiles");
    }
}
