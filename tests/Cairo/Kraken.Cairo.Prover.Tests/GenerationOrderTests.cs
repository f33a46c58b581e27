using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo.Air.Components;
using Kraken.Cairo.Prover.Witness;
using Xunit;

namespace Kraken.Cairo.Prover.Tests;

/// <summary>Components come after all that feed them, and with everything that they feed.</summary>
public sealed class GenerationOrderTests
{
    [Fact]
    public void AllComponentsHaveAnOrder()
    {
        CairoComponent[] order = [.. GenerationOrder.Of(CairoComponents.All)];
        Assert.Equal(CairoComponents.All.Length, order.Distinct().Count());
        CheckFeeds(order);
    }

    [Fact]
    public void EachComponentAloneBringsItsCallees()
    {
        foreach (CairoComponent root in CairoComponents.All)
        {
            CairoComponent[] order = [.. GenerationOrder.Of([root])];
            Assert.Equal(order.Length, order.Distinct().Count());
            Assert.Contains(root, order);
            CheckFeeds(order);
        }
    }

    [Theory]
    [InlineData("ret_opcode", "verify_instruction", "memory_address_to_id", "memory_id_to_big", "memory_id_to_small")]
    [InlineData("poseidon_builtin", "poseidon_aggregator", "poseidon_full_round_chain", "cube_252", "poseidon_round_keys")]
    [InlineData("pedersen_builtin", "pedersen_aggregator_window_bits_18", "partial_ec_mul_window_bits_18")]
    [InlineData("pedersen_builtin_narrow_windows", "pedersen_aggregator_window_bits_9", "partial_ec_mul_window_bits_9")]
    [InlineData("blake_compress_opcode", "blake_round", "blake_g", "blake_round_sigma", "triple_xor_32")]
    public void KnownComponentsBringTheirOwn(string root, params string[] callees)
    {
        string[] names = [.. GenerationOrder.Of([CairoComponents.Get(root)]).Select(component => component.Name)];
        Assert.All(callees, callee => Assert.Contains(callee, names));
        Assert.DoesNotContain("add_opcode", names);
    }

    [Fact]
    public void NothingNeedsNothing() => Assert.Empty(GenerationOrder.Of([]));

    /// <summary>The component of a relation's own name takes its rows; a relation without one is taken by those that yield it.</summary>
    private static void CheckFeeds(CairoComponent[] order)
    {
        Dictionary<string, int> places = [];
        foreach (CairoComponent component in order)
        {
            places.Add(component.Name, places.Count);
        }

        for (int i = 0; i < order.Length; i++)
        {
            foreach (string relation in order[i].Air.Feeds.Select(feed => feed.Relation.Name).Distinct())
            {
                if (places.TryGetValue(relation, out int place))
                {
                    Assert.True(place >= i, $"{relation} at {place} before {order[i].Name} at {i}");
                }
                else
                {
                    // Memory values and the chains have takers of other names.
                    Assert.Contains(order, component => component.YieldedRelations.Any(yielded => yielded.Name == relation));
                }
            }
        }
    }
}
