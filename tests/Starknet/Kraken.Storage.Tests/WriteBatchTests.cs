using System;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Kraken.Storage.Tests;

/// <summary>The order in which a store may apply a batch leads to what the order of its making does.</summary>
public sealed class WriteBatchTests
{
    // Short keys of few bytes: many come twice, and some are the beginning of others.
    private static readonly Gen<byte[]> Keys = Gen.Elements<byte>(0, 1, 0x7f, 0x80, 0xff).ArrayOf().Where(key => key.Length is > 0 and < 4);

    private static readonly Gen<(byte[] Key, byte Value)[]> Changes = Keys.Zip(Gen.Choose(0, 3).Select(value => (byte)value)).ArrayOf();

    [Fact]
    public void ByKeyIsTheLastChangeOfEachKeyInOrder() =>
        Prop.ForAll(Changes.ToArbitrary(), changes =>
        {
            WriteBatch batch = new();
            foreach ((byte[] key, byte value) in changes)
            {
                if (value == 0)
                {
                    batch.Delete(key);
                }
                else
                {
                    batch.Put(key, [value]);
                }
            }

            // In the order of its making, into a map from the keys' digits, whose order is that of the bytes.
            string[] expected =
            [
                .. changes.GroupBy(change => Convert.ToHexString(change.Key), change => change.Value)
                    .OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Key} {group.Last()}"),
            ];
            return expected.SequenceEqual(batch.ByKey().Select(change => $"{Convert.ToHexString(change.Key)} {change.Value?[0] ?? 0}"))
                && batch.Count == changes.Length;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
}
