using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using Kraken.Stark.Prover.Simd;
using Xunit;

namespace Kraken.Stark.Prover.Tests;

/// <summary>
/// The room of kernels holds nothing else: each type of it stands in the table, with a twin that exists and tests that run.
/// </summary>
public sealed class KernelTableTests
{
    private static readonly string Room = typeof(LaneOperations).Namespace!;

    private static IEnumerable<Type> Named => KernelTable.Kernels.Select(kernel => kernel.Type).Concat(KernelTable.Parts.Keys);

    [Fact]
    public void EveryTypeOfTheRoomStandsInTheTable()
    {
        Type[] types = [.. typeof(LaneOperations).Assembly.GetTypes().Where(type =>
            type.Namespace == Room && !type.IsNested && !type.IsDefined(typeof(CompilerGeneratedAttribute)))];
        Assert.Equal(types.Select(type => type.Name).Order(), Named.Select(type => type.Name).Order());
        Assert.All(Named, type => Assert.Equal(Room, type.Namespace));
    }

    /// <summary>A kernel has neither state nor buffers: what lives longer than a call belongs to those who call it.</summary>
    [Fact]
    public void KernelsAreStaticClasses() => Assert.All(
        KernelTable.Kernels, kernel => Assert.True(kernel.Type is { IsAbstract: true, IsSealed: true }, kernel.Type.Name));

    [Fact]
    public void NothingInTheRoomIsDisposed() => Assert.DoesNotContain(Named, type => typeof(IDisposable).IsAssignableFrom(type));

    [Fact]
    public void EveryKernelHasTwins()
    {
        const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;
        foreach (Kernel kernel in KernelTable.Kernels)
        {
            Assert.NotEmpty(kernel.Twins);
            Assert.All(kernel.Twins, twin => Assert.True(
                twin.Member is null || twin.Type.GetMember(twin.Member, Any).Length > 0, $"{kernel.Type.Name}: {twin}"));
        }
    }

    [Fact]
    public void EveryKernelHasLawsThatRun()
    {
        foreach (Kernel kernel in KernelTable.Kernels)
        {
            Assert.NotEmpty(kernel.Laws);
            Assert.All(kernel.Laws, law => Assert.True(IsTest(law), $"{kernel.Type.Name}: {law} is no test"));
        }
    }

    [Fact]
    public void PartsBelongToKernels() => Assert.All(
        KernelTable.Parts.Values, whole => Assert.Contains(KernelTable.Kernels, kernel => kernel.Type == whole));

    [Theory]
    [InlineData("NoSuchTest")]
    [InlineData("Dispose")]
    public void WhatIsNoTestIsFound(string method) => Assert.False(IsTest(new(typeof(LaneLawTests), method)));

    /// <summary>True for a public method that is a fact or a theory and is not skipped.</summary>
    private static bool IsTest(Law law) =>
        law.Type.GetMethod(law.Method)?.GetCustomAttribute<FactAttribute>() is { Skip: null };
}
