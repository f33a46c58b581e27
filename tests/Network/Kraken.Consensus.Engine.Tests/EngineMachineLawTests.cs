using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Consensus.Engine.Log;
using Kraken.Consensus.Engine.Machine;
using Xunit;

namespace Kraken.Consensus.Engine.Tests;

/// <summary>What holds of a machine whatever happens to it, restarts at any point among it.</summary>
public sealed class EngineMachineLawTests
{
    private const int Runs = 60;
    private const int Steps = 600;

    [Fact]
    public void EqualEventsGiveEqualEffects()
    {
        for (int seed = 0; seed < 10; seed++)
        {
            Assert.Equal(Run(seed, _ => { }).Trace, Run(seed, _ => { }).Trace);
        }
    }

    [Fact]
    public void RandomRunsCommitAndChangeRounds()
    {
        RandomNode[] nodes = [.. Enumerable.Range(0, Runs).Select(seed => Run(seed, _ => { }))];
        Assert.True(nodes.Count(node => node.Tip.Height >= 2) > Runs / 4,
            $"heights {string.Join(' ', nodes.Select(node => node.Tip.Height))}");
        Assert.True(nodes.Any(node => node.Trace.Exists(line => line.Contains("CompactLog", StringComparison.Ordinal))),
            "no log was compacted");
        Assert.True(nodes.Any(node => node.Machine.Status.Round >= 2), "no round was changed");
    }

    /// <summary>At any point the log leads a new life to where this one stands, and to what was signed last.</summary>
    [Fact]
    public void TheLogLeadsToWhereTheMachineStands()
    {
        for (int seed = 0; seed < Runs; seed++)
        {
            Run(seed, node =>
            {
                EngineMachine again = RandomNode.New();
                again.Handle(new EngineEvent.Started(node.Tip, new LogContent([.. node.Log], null), node.LastSigned), []);
                EngineStatus now = node.Machine.Status;
                if (now.Height == node.Height && now.Step != "Commit" && node.Log.Count > 0)
                {
                    Assert.Equal((now.Height, now.Round, now.Step), (again.Status.Height, again.Status.Round, again.Status.Step));
                    Assert.Null(again.Status.Abstains);
                }
            });
        }
    }

    /// <summary>The node itself refuses a second statement in a slot over all its lives.</summary>
    [Fact]
    public void NothingIsSaidTwiceInASlotOverAnyRestarts()
    {
        for (int seed = 0; seed < Runs; seed++)
        {
            Random restarts = new(seed);
            RandomNode node = Run(seed, node =>
            {
                if (restarts.Next(25) == 0)
                {
                    node.Start();
                }
            });
            Assert.Null(node.Machine.Status.Halted);
        }
    }

    /// <summary>A log that lost its end is no reason to speak: what the guard let pass last does not follow from it.</summary>
    [Fact]
    public void ALogWithoutWhatWasSignedLastMakesTheValidatorSilent()
    {
        int silent = 0;
        for (int seed = 0; seed < Runs; seed++)
        {
            RandomNode node = Run(seed, _ => { });
            EngineMachine again = RandomNode.New();
            List<EngineEffect> effects = [];
            again.Handle(new EngineEvent.Started(node.Tip, new LogContent([], null), node.LastSigned), effects);
            if (node.LastSigned.Slot.Height == node.Height)
            {
                silent++;
                Assert.NotNull(again.Status.Abstains);
                again.Handle(new EngineEvent.HeightDue(node.Height), effects);
                again.Handle(new EngineEvent.TimerElapsed(new TimerId(node.Height, 0, 0)), effects);
                Assert.Empty(effects.OfType<EngineEffect.Sign>());
            }
        }

        Assert.True(silent > 5, $"{silent} of {Runs}");
    }

    [Fact]
    public void WhatPeersSendIsKeptWithinItsLimits()
    {
        EngineLimits limits = RandomNode.Limits;
        for (int seed = 0; seed < Runs; seed++)
        {
            Run(seed, node =>
            {
                EngineStatus status = node.Machine.Status;
                Assert.InRange(status.EarlyMessages, 0, 3 * limits.EarlyMessagesPerPeer);
                Assert.InRange(status.Verifications, 0, 3 * limits.VerificationsPerPeer);
                Assert.InRange(status.HeldBytes, 0, (limits.HeldBlocks * limits.MaxBlockBytes) + (3 * limits.EarlyBytesPerPeer));
                Assert.InRange(node.Log.OfType<LogRecord.KeptBlock>().Sum(block => block.Bytes.Length), 0,
                    (limits.LoggedBlocks + limits.HeldBlocks) * limits.MaxBlockBytes);
            });
        }
    }

    private static RandomNode Run(int seed, Action<RandomNode> after)
    {
        RandomNode node = new(seed);
        node.Start();
        for (int step = 0; step < Steps; step++)
        {
            node.Step();
            after(node);
        }

        return node;
    }
}
