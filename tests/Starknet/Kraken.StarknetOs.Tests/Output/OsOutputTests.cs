using System;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using Kraken.Fields;
using Kraken.StarknetOs.Output;
using Xunit;

namespace Kraken.StarknetOs.Tests.Output;

/// <summary>The output of the operating system is read to its last felt.</summary>
public sealed class OsOutputTests
{
    private static readonly Felt[] Header = [1, 2, 3, 4, 5, 6, 0, 7, 0, 1];
    private static readonly Felt[] ToL1 = [5, 8, 9, 2, 10, 11];
    private static readonly Felt[] ToL2 = [6, 12, 13, 14, 15, 1, 16];
    private static readonly Felt[] Contracts = [1, 130, 0, 1, 17, 18, 2, 128, 0, 1, 129, 5, 0];
    private static readonly Felt[] Classes = [1, 19, 0, 20];
    private static readonly Felt[] Whole = [.. Header, .. ToL1, .. ToL2, .. Contracts, .. Classes];

    [Fact]
    public void EveryFeltIsRead()
    {
        Assert.True(OsOutput.TryParse(Whole, out OsOutput? output, out string? error), error);
        Assert.Equal((1, 2, 3), (output.RootBefore, output.RootAfter, output.NumberBefore));
        Assert.Equal((4ul, 5, 6, 7), (output.LastBlock, output.ParentHash, output.LastHash, output.ConfigHash));
        Assert.Equal((8, 9), (output.MessagesToL1.Single().FromAddress, output.MessagesToL1.Single().ToAddress));
        Assert.Equal([10, 11], output.MessagesToL1[0].Payload);
        Assert.Equal(new(12, 13, 14, 15, [16]), output.MessagesToL2.Single());
        Assert.Equal(new(130, 0, 1, 17, 18, [new(128, 0, 1), new(129, 5, 0)]), output.Contracts.Single());
        Assert.Equal(new(19, 0, 20), output.Classes.Single());
    }

    [Fact]
    public void AnotherLengthIsRefused()
    {
        for (int length = 0; length < Whole.Length; length++)
        {
            Assert.False(OsOutput.TryParse(Whole.AsSpan(0, length), out _, out string? error));
            Match match = Regex.Match(
                error!, "^output felt ([0-9]+), .*(expected a felt, got the end of the output|the felts that are left)");
            Assert.True(match.Success, error);
            Assert.InRange(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), 0, length);
        }

        Refuses([.. Whole, 0], "expected the end of the output, got 1 felts more");
    }

    [Theory]
    [InlineData(6, "program hash")]
    [InlineData(8, "use of blobs")]
    [InlineData(9, "whole state diff")]
    public void AnOutputOfAnotherKindIsRefused(int felt, string field) => Refuses(With(felt, 2), field);

    [Fact]
    public void CountsThatGoBeyondTheEndAreRefused()
    {
        Refuses(With(Header.Length, 1000), "messages to L1");
        Refuses(With(Header.Length, Felt.Zero - Felt.One), "messages to L1");
        Refuses(With(Header.Length, 4), "messages to L1: expected an end at");
        Refuses(With(Header.Length + 3, 100), "length of a message to L1");
        Refuses(With(3, Felt.Zero - Felt.One), "number of the last block");
        Refuses(With(Whole.Length - Classes.Length, 2), "changes of classes");
    }

    private static Felt[] With(int index, Felt value)
    {
        Felt[] felts = [.. Whole];
        felts[index] = value;
        return felts;
    }

    private static void Refuses(Felt[] felts, string message)
    {
        Assert.False(OsOutput.TryParse(felts, out OsOutput? output, out string? error));
        Assert.Null(output);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }
}
